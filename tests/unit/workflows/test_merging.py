"""Three states of one record: each pair of columns by hand."""

from learnmap.workflows.merging import Difference, differences, merged

WAS = {"phone": "1", "website": "a", "address": "x", "longitude": "121.0", "latitude": "31.0"}


def test_who_alone_changed_a_column_is_the_default() -> None:
    theirs = WAS | {"phone": "2", "website": "b"}
    mine = WAS | {"phone": "3", "address": "y "}
    assert differences(WAS, theirs, mine) == (
        Difference(("phone",), ("1",), ("2",), ("3",), None),
        Difference(("website",), ("a",), ("b",), ("a",), "theirs"),
        Difference(("address",), ("x",), ("x",), ("y",), "mine"),
    )


def test_what_both_changed_to_the_same_is_no_difference() -> None:
    same = WAS | {"phone": "2"}
    assert differences(WAS, same, dict(same)) == ()


def test_a_place_is_chosen_as_a_whole() -> None:
    theirs, mine = WAS | {"longitude": "121.1"}, WAS | {"latitude": "31.1"}
    found = differences(WAS, theirs, mine)
    assert [(one.name, one.default) for one in found] == [("longitude", None)]
    assert merged(theirs, mine, {"longitude": "mine"}) == mine
    assert merged(theirs, mine, {"longitude": "theirs"}) == theirs
    assert merged(theirs, mine, {}) == theirs


def test_a_column_that_only_one_has_counts_as_empty_for_the_other() -> None:
    mine = WAS | {"name_fr": "Nom"}
    assert differences(WAS, WAS, mine) == (
        Difference(("name_fr",), ("",), ("",), ("Nom",), "mine"),
    )
    assert merged(WAS, mine, {"name_fr": "mine"})["name_fr"] == "Nom"
