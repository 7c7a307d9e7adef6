"""The picture of a run."""

import xml.etree.ElementTree as tree

from benchmarks.voice.plot import LEFT, WIDTH, strip_plot


def test_every_wait_is_a_mark_in_its_row() -> None:
    drawn = tree.fromstring(strip_plot({"fixed <open>": [100, 300, 5000], "none": []}, "a & b"))
    marks = [float(each.get("cx", 0)) for each in drawn.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(marks) == 3
    assert marks == sorted(marks)
    assert LEFT < marks[0] < marks[-1] <= WIDTH - 20
