"""English made from the names and descriptions of flows: how callers ask for them, and how the bot tells of them."""

import re

VERBS = frozenset(
    """accept activate add adjust apply approve arrange ask block book buy call cancel change charge chat check claim
    close collect compare complete confirm connect contact convert create deactivate delete deliver deposit
    dispute download extend file find fix follow forget freeze get give have hear help hire hold install invite
    join know learn leave list listen lock look lose make manage meet modify move open order pay pick place plan
    play post print purchase query raise reach read receive recharge redeem refund register remove renew rent
    repair repeat replace report request reschedule reserve reset return review schedule search see select sell
    send set setup share show sign start stop subscribe submit swap switch talk tell top track transfer unblock
    unlock unsubscribe update upgrade upload use validate verify view visit withdraw write""".split()
)
"""What flows are about begins with one of these, as in "check balance"; "opening hours" does not."""
DOUBLED = frozenset("get set put cancel transfer stop plan swap begin run submit refer drop ship chat".split())
"""Their last letter is doubled before -ing."""
NOUNS_BEHIND = frozenset(
    "details fee fees history info information limit limits notice number options rate rates status support".split()
)
"""Behind one of the verbs they make a thing of it: "order status"."""
OF_THE_BOT = frozenset("say tell ask inform answer give provide handle let show talk start".split())
"""What the bot does, where a description begins with it: no caller says it to ask for something."""
_ABOUT = re.compile(
    r"(?:this|the|a)?\s*(?:flow|skill)?\s*(?:that|which|to)?\s*"
    r"(?:(?:lets?|let's|allows?|helps?|enables?|assists?|guides?)\s+(?:the\s+|a\s+|your\s+)?"
    r"(?:users?|customers?|callers?|clients?|people|them)|"
    r"(?:the\s+|a\s+)?(?:users?|customers?|callers?)\s+(?:wants?|needs?|wishes|can|asks?|would like|is able))"
    r"\s+(?:to\s+)?",
    re.IGNORECASE,
)
_OF_USERS = re.compile(r"\b(?:users?|customers?|callers?|clients?)\b|\bthem\b|\btheir\b", re.IGNORECASE)
MAX_SPOKEN_CHARACTERS = 60
"""Of what the bot says it can do, in the middle of a sentence."""
MAX_EXAMPLE_WORDS = 9
"""Callers say no more than that to ask for something."""


def in_words(name: str) -> str:
    """A name as people say it: `check_balance` is "check balance"."""
    return " ".join(re.sub(r"[_\-/.]+", " ", name).split())


def what_it_does(description: str) -> str:
    """The core of a flow's description: "This flow lets users send money." is "send money"."""
    text = " ".join(description.split()).rstrip(".!")
    text = re.split(r"(?<=\w)[.;:!?]\s", text)[0]
    found = _ABOUT.match(text)
    core = text[found.end() :] if found is not None and found.end() > 0 else text
    return core[:1].lower() + core[1:] if core[1:2].islower() or core[:2] in ("A ", "a ") else core


def is_for_callers(text: str) -> bool:
    """Whether a text speaks to the caller, not of them."""
    return not _OF_USERS.search(text)


def begins_with_verb(text: str) -> bool:
    """Whether a text says what to do."""
    words = text.lower().split(" ")
    return words[0] in VERBS and not (len(words) == 2 and words[1] in NOUNS_BEHIND)


def doing(text: str) -> str:
    """What is done, as it stands behind "I can help you with": "check the balance" is "checking the balance"."""
    verb, space, rest = text.partition(" ")
    if not begins_with_verb(text):
        return text
    low = verb.lower()
    if low == "setup":
        return f"setting up{space}{rest}"
    if low in DOUBLED:
        stem = low + low[-1]
    elif low.endswith("e") and not low.endswith(("ee", "oe", "ye")):
        stem = low[:-1]
    else:
        stem = low
    return f"{stem}ing{space}{rest}"


def ability(name: str, description: str) -> str:
    """A flow as the bot tells callers of it: "checking the balance of an account"."""
    core = what_it_does(description)
    fits = len(core) <= MAX_SPOKEN_CHARACTERS and is_for_callers(core) and _is_asked_for(core)
    said = core if fits and not re.search(r"[_{}<>,;:.!?\"()]", core) else in_words(name).lower()
    return doing(said)


def _is_asked_for(core: str) -> bool:
    """Whether the core of a description is something that a caller may say."""
    return begins_with_verb(core) and core.split(" ")[0].lower() not in OF_THE_BOT


def examples_for(name: str, description: str) -> list[str]:
    """How callers may ask for a flow that has no examples: made from its name and description."""
    made: list[str] = []
    title, core = in_words(name).lower(), what_it_does(description)
    for wanted in (title, *([core] if _is_asked_for(core) else [])):
        core = re.sub(r"\b(?:their|your)\b", "my", wanted).strip(" .")
        if not core or len(core.split()) > MAX_EXAMPLE_WORDS or not is_for_callers(core):
            continue
        if re.search(r"[_{}<>\"()]", core):
            continue
        if begins_with_verb(core):
            made += [core, f"I want to {core}", f"I'd like to {core}", f"can you help me {core}"]
        else:
            made += [core, f"I have a question about the {core}", f"tell me about the {core}", f"{core} please"]
    return list(dict.fromkeys(made))


def listed(words: list[str]) -> str:
    """Words as a choice: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
