"""A name server of a test's own; one of its names means something else each time that it is asked."""

import itertools
import socket
import threading

import dns.flags
import dns.message
import dns.rdataclass
import dns.rdatatype
import dns.rrset

PUBLIC, HERE = "8.8.8.8", "127.0.0.1"
A = {
    "public.test.": [PUBLIC],
    "inside.test.": [HERE],
    "both.test.": [PUBLIC, HERE],
    "metadata.test.": ["169.254.169.254"],
}
AAAA = {"six.test.": ["::1"], "mapped.test.": ["::ffff:127.0.0.1"], "translated.test.": ["64:ff9b::7f00:1"]}
REBINDS, ALIAS = "rebind.test.", "alias.test."


class Names:
    """Answers over UDP at port 53 of this machine, which must be a namespace of the test's own."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HERE, 53))
        self._turns = itertools.cycle([PUBLIC, HERE])
        self.asked = 0
        threading.Thread(target=self._serve, name="names", daemon=True).start()

    def _serve(self) -> None:
        while True:
            data, who = self._socket.recvfrom(4096)
            self._socket.sendto(self._answer(data), who)

    def _answer(self, data: bytes) -> bytes:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        name, kind = question.question[0].name, question.question[0].rdtype
        asked = name.to_text().lower()
        found: list[str] = []
        if kind == dns.rdatatype.A:
            found = [next(self._turns)] if asked == REBINDS else A.get(asked, [])
            self.asked += asked == REBINDS
        elif kind == dns.rdatatype.AAAA:
            found = AAAA.get(asked, [])
        if asked == ALIAS:
            answer.answer.append(dns.rrset.from_text(name, 0, dns.rdataclass.IN, dns.rdatatype.CNAME, "inside.test."))
            name, found = dns.name.from_text("inside.test."), [HERE] if kind == dns.rdatatype.A else []
        if found:
            answer.answer.append(dns.rrset.from_text_list(name, 0, dns.rdataclass.IN, kind, found))
        return answer.to_wire()
