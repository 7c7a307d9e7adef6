"""Flows as they are written, with their lines; the same whether a flow was read alone or with all others."""

from flows.exchange.canvas.pieces import Lines, entry_of, flow_piece, flow_pieces
from flows.exchange.text.tree import read_tree

PAY = """\
  pay:
    description: Pays.
    nodes:
      which: {type: ask}

      bill:
        type: call
"""
TEXT = f"voxloom: 1\nflows:\n  main: {{nodes: {{a: {{type: say}}}}}}\n{PAY}"


def test_flows_and_nodes_know_their_lines() -> None:
    main, pay = flow_pieces(read_tree(TEXT))
    assert (main.name, main.line, main.lines, [node.name for node in main.nodes]) == ("main", 2, 1, ["a"])
    assert (pay.line, pay.lines, pay.fields, pay.problem) == (3, 7, {"description": "Pays."}, None)
    assert [(node.name, node.line, node.lines) for node in pay.nodes] == [("which", 3, 1), ("bill", 5, 2)]


def test_a_flow_that_is_read_alone_is_remembered_by_its_text() -> None:
    alone = flow_piece(PAY)
    assert alone is not None
    assert (alone.name, alone.line, alone.lines) == ("pay", 0, 7)
    assert flow_piece(PAY) is alone
    assert flow_piece(f"{PAY}  more: {{}}\n") is None


def test_what_is_no_map_of_nodes_is_told() -> None:
    text = "flows:\n  a: 1\n  b: {nodes: [x]}\n  c: {}\n  c: {nodes: {n: {}, n: {}}}\n"
    found = {piece.name: piece for piece in flow_pieces(read_tree(text))}
    assert found["a"].problem == "This is no flow: write it as a map with `nodes`."
    assert "look at them in the text" in (found["b"].problem or "")
    assert (found["c"].problem, found["c"].nodes) == (None, ())
    assert list(flow_pieces(read_tree("flows: [1]\n"))) == list(flow_pieces(read_tree("a: 1\n"))) == []


def test_lines_and_entries_are_found() -> None:
    lines = Lines("ab\n\ncd")
    assert [lines.of(at) for at in (0, 2, 3, 4, 5)] == [0, 0, 1, 2, 2]
    root = read_tree("a: 1\n").root
    assert entry_of(root, "a") is not None
    assert entry_of(root, "b") is None
