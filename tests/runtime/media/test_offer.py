import asyncio
import re

import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.media import offer
from runtime.media.bad_offer import BadOffer
from runtime.media.peer import MediaPeer
from runtime.media.playout import Playout
from tests.runtime.media.offers import ACCEPTED, AUDIO, BROWSER_OFFER, DATA, MD5, REFUSED, VIDEO, Change


@pytest.mark.parametrize(("change", "code"), [row[2:] for row in REFUSED], ids=[row[1] for row in REFUSED])
def test_a_bad_offer_is_refused_and_leaves_nothing(
    change: Change, code: str, browser_offer: str, call_tools: type
) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        peer = quiet_peer()
        try:
            with pytest.raises(BadOffer) as caught:
                await peer.answer(change(browser_offer))
            assert await call_tools.level() == before  # without any close()
        finally:
            await peer.close()
        assert caught.value.code == f"offer.{code}"
        assert caught.value.message.endswith(".")
        assert caught.value.remedy.endswith(".")

    asyncio.run(scenario())


@pytest.mark.parametrize("change", [row[2] for row in ACCEPTED], ids=[row[1] for row in ACCEPTED])
def test_a_usable_offer_is_answered_and_leaves_nothing(change: Change, browser_offer: str, call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        peer = quiet_peer()
        answer = await peer.answer(change(browser_offer))
        assert "a=rtpmap:111 opus/48000/2" in answer
        assert answer.count("m=") == 1
        await peer.close()
        assert await call_tools.level() == before

    asyncio.run(scenario())


@pytest.mark.parametrize("sdp", [None, 5, ["v=0"], {"sdp": "v=0"}, b"v=0"])
def test_what_is_no_text_is_refused(sdp: object) -> None:
    with pytest.raises(BadOffer, match="not a text"):
        offer.clean_offer(sdp)


def quiet_peer() -> MediaPeer:
    return MediaPeer(name="call", on_audio=lambda _pcm, _ns: None, on_state=lambda _state: None, playout=Playout())


def test_only_what_was_understood_is_passed_on(browser_offer: str) -> None:
    clean = offer.clean_offer(browser_offer)
    assert [candidate.address for candidate in clean.kept.candidates] == []
    assert clean.kept.dropped == ("private", "name", "tcp", "private")
    for line in clean.sdp.split("\r\n"):
        assert re.match(
            r"v=0|o=|s=-|t=0 0|c=|a=(group|msid-semantic|mid|sendrecv|rtcp-mux|rtpmap|ice-|finger|setup)|m=|$", line
        )
    parsed = SessionDescription.parse(clean.sdp)
    assert [codec.mimeType for codec in parsed.media[0].rtp.codecs] == ["audio/opus"]
    assert not parsed.media[0].ice_candidates_complete


lines = st.lists(
    st.one_of(
        st.sampled_from([*VIDEO, *DATA, *AUDIO, MD5, "a=mid:1", "a=ice-lite", "a=setup:active"]),
        st.from_regex(r"[vostcma]=[ -~]{0,40}", fullmatch=True),
    ),
    max_size=6,
)


@settings(max_examples=200)
@given(where=st.integers(0, 40), cut=st.integers(0, 5), extra=lines)
def test_no_other_error_for_any_mutation(where: int, cut: int, extra: list[str]) -> None:
    offered = BROWSER_OFFER.split("\r\n")
    offered[where : where + cut] = extra
    try:
        clean = offer.clean_offer("\r\n".join(offered))
    except BadOffer:
        return
    SessionDescription.parse(clean.sdp)


@settings(max_examples=200)
@given(text=st.text(max_size=400))
def test_no_other_error_for_any_text(text: str) -> None:
    with pytest.raises(BadOffer):
        offer.clean_offer(text)
