"""The bank that `make run` starts beside the server: its address and token are given to bots, unless somebody gave
others.

Both names are the bank's or neither is: its token goes to no other address, and no other token goes to it. By the
token, which nobody else has, it is known whose they are.
"""

import re
from typing import Literal

from voxloom.accounts.sealed import WrongFieldKey
from voxloom.given.keeping import everything, give, take_back

ADDRESS, TOKEN = "bank_api", "bank_token"
_ON_THIS_MACHINE = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}\Z")

Offered = Literal["given", "taken back", "somebody else's", "not readable", "nothing"]


def offer(token: str, port: int | None) -> Offered:
    """Have the bots of the workspace at hand ask the bank at this port; None: not any more. What came of it."""
    try:
        known = everything()
    except WrongFieldKey:
        return "not readable"
    there = {**known.names, **known.secrets}
    is_ours = there.get(TOKEN) == token
    has_our_address = ADDRESS not in there or bool(_ON_THIS_MACHINE.match(there[ADDRESS]))
    if is_ours and (port is None or not has_our_address):
        take_back(TOKEN)
        if has_our_address:
            take_back(ADDRESS)
        return "taken back" if port is None else "somebody else's"
    if port is None:
        return "nothing"
    if not is_ours and (ADDRESS in there or TOKEN in there):
        return "somebody else's"
    address = f"http://127.0.0.1:{port}"
    if there.get(ADDRESS) != address:
        give(ADDRESS, address)
    if not is_ours:
        give(TOKEN, token, secret=True)
    return "given"
