"""The tree equals a plain reading of RFC 6962, and its test vectors."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.tree import EMPTY, consistency, consistent, included, inclusion, leaf_hash, nodes_of, root

#: Inputs and roots of the reference implementation's tests (certificate-transparency, merkletree).
INPUTS = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def plain(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it stands there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain(leaves[:k]) + plain(leaves[k:])).digest()


def test_the_vectors_of_the_reference_implementation() -> None:
    node = nodes_of([leaf_hash(entry) for entry in INPUTS])
    assert [root(size, node).hex() for size in range(1, 9)] == ROOTS
    assert root(0, node) == EMPTY == sha256(b"").digest()


def test_the_paths_of_the_example_in_the_standard() -> None:
    # RFC 6962, 2.1.3: seven leaves; the path of d0 is [b, h, l], of d3 [c, g, l], of d4 [f, j, k], of d6 [i, k].
    leaves = [leaf_hash(bytes([n])) for n in range(7)]
    node = nodes_of(leaves)
    names = {"b": (0, 1), "c": (0, 2), "f": (0, 5), "g": (1, 0), "h": (1, 1), "i": (1, 2), "k": (2, 0), "j": (0, 6)}
    hashes = {name: node(*at) for name, at in names.items()}
    l_ = sha256(b"\x01" + hashes["i"] + hashes["j"]).digest()
    assert inclusion(0, 7, node) == [hashes["b"], hashes["h"], l_]
    assert inclusion(3, 7, node) == [hashes["c"], hashes["g"], l_]
    assert inclusion(4, 7, node) == [hashes["f"], hashes["j"], hashes["k"]]
    assert inclusion(6, 7, node) == [hashes["i"], hashes["k"]]
    assert consistency(3, 7, node) == [hashes["c"], node(0, 3), hashes["g"], l_]
    assert consistency(4, 7, node) == [l_]
    assert consistency(6, 7, node) == [hashes["i"], hashes["j"], hashes["k"]]


sizes = st.integers(1, 70)


@given(sizes, st.data())
def test_every_leaf_is_proved_and_no_other_place_leaf_size_or_root_is(size: int, data: st.DataObject) -> None:
    entries = [bytes([n]) for n in range(size)]
    leaves = [leaf_hash(entry) for entry in entries]
    node = nodes_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    top, path = root(size, node), inclusion(index, size, node)
    assert top == plain(entries)
    assert included(leaves[index], index, size, path, top)
    assert not included(leaf_hash(b"other"), index, size, path, top)
    assert not included(leaves[index], index, size, path, EMPTY)
    assert not included(leaves[index], index, size, [*path, EMPTY], top)
    assert not included(leaves[index], size, size, path, top)
    assert not included(leaves[index], -1, size, path, top)
    for other in range(size):
        assert included(leaves[index], other, size, path, top) is (other == index)
    for place in range(len(path)):
        flipped = [*path[:place], bytes([path[place][0] ^ 1, *path[place][1:]]), *path[place + 1 :]]
        assert not included(leaves[index], index, size, flipped, top)
        assert not included(leaves[index], index, size, path[:place], top)


@given(sizes, st.data())
def test_every_tree_begins_with_all_before_it_and_with_no_other(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    node = nodes_of([leaf_hash(bytes([n])) for n in range(size)])
    other = nodes_of([leaf_hash(bytes([n ^ 1])) for n in range(size)])
    proof = consistency(old, size, node)
    assert consistent(old, root(old, node), size, root(size, node), proof)
    assert not consistent(size + 1, root(size, node), size, root(size, node), proof)
    if old:
        assert not consistent(old, root(old, other), size, root(size, node), proof)
        assert not consistent(old, root(old, node), size, root(size, other), proof)
    if proof:
        assert not consistent(old, root(old, node), size, root(size, node), proof[:-1])
        assert not consistent(old, root(old, node), size, root(size, node), [*proof, EMPTY])


def test_what_is_not_there_cannot_be_proved() -> None:
    node = nodes_of([leaf_hash(b"a")])
    for ask in (lambda: inclusion(1, 1, node), lambda: inclusion(-1, 1, node), lambda: consistency(2, 1, node)):
        with pytest.raises(ValueError, match=r"is not"):
            ask()
