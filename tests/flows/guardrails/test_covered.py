"""What a model says is compared with what it was given: figures, days, names, promises, and whether it is so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.guardrails.covered import uncovered

RETURNS = (
    "You may return things within 30 days of the day on which you got them. Members of the cooperative have 60 "
    "days instead "
    "of 30."
)
POST = "The label costs 3.95 euros, which we take off your refund. Hand the parcel in at any Swiftway counter."
CARDS = "Credit card Gold: Price a year: 79 euros; Cash withdrawals: free all over the world"
HOURS = "The service desk is open from Monday to Saturday, from 9 in the morning until 7 in the evening."
NOT_RETURNED = (
    "What cannot be returned: Underwear, swimwear and earrings, for reasons of hygiene. Gift cards and tickets."
)
PETS = "Pets must stay outside. Guide dogs may come in, but not into intensive care."
SEASON = "What you buy between November 15th and December 24th you may return until January 31st."


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("You can return it within thirty days.", RETURNS),
        ("As a member you have sixty days.", RETURNS),
        ("The label is €3.95.", POST),
        ("The label costs three euros and ninety five cents.", POST),
        ("Take it to a Swiftway counter.", POST),
        ("The Gold card is seventy-nine euros a year, and withdrawals are free.", CARDS),
        ("There is no charge for cash withdrawals with the Gold card.", CARDS),
        ("It is open from 9 am to 7 pm, also on Wednesday.", HOURS),
        ("From nine o'clock until 7 PM.", HOURS),
        ("Gift cards cannot be returned.", NOT_RETURNED),
        ("We can't take gift cards and tickets back.", NOT_RETURNED),
        ("Pets must stay outside.", PETS),
        ("You have until the thirty-first of January.", SEASON),
        ("That is until Jan 31.", SEASON),
        ("Two weeks are 14 days.", "It takes fourteen days."),
        ("It takes half an hour.", "It takes 30 minutes."),
        ("Interest is 1.6 per cent.", "The account pays 1.6 % interest."),
        ("It costs 1,200 euros.", "It costs one thousand two hundred euros."),
        ("You can pay 1.2 million.", "At most 1,200,000 euros."),
        ("", RETURNS),
        ("Let me see.", RETURNS),
        ("It will be refunded.", "You get your money back."),
    ],
)
def test_what_is_covered(text: str, evidence: str) -> None:
    assert uncovered(text, [evidence]) == ()
    assert uncovered(text, [evidence], strict=True) == ()


@pytest.mark.parametrize(
    ("text", "evidence", "says"),
    [
        ("You can return it within ninety days.", RETURNS, ("ninety days",)),
        ("You can return it within 30 weeks.", RETURNS, ("30 weeks",)),
        ("You pay 30 euros.", RETURNS, ("30 euros",)),
        ("The label costs 4 euros.", POST, ("4 euros",)),
        ("The label costs $3.95.", POST, ("$3.95",)),
        ("Take it to a Postline counter.", POST, ("Postline",)),
        ("The label is free of charge.", POST, ("free of charge",)),
        ("It is guaranteed.", POST, ("guaranteed",)),
        ("It is open until 8 pm.", HOURS, ("8 pm",)),
        ("It is open until 7 am.", HOURS, ("7 am",)),
        ("It is open on Sundays.", HOURS, ("sunday",)),
        ("You have until February 1st.", SEASON, ("February 1st",)),
        ("Interest is 16 percent.", "The account pays 1.6 % interest.", ("16 percent",)),
        ("It takes 5 days.", "It takes 5 working days.", ("5 days",)),
        ("Write to help@shop.example.", POST, ("help@shop.example",)),
        ("You always get a full refund.", RETURNS, ("always", "full refund", "refund")),
        ("Within 30 days.", "", ("30 days",)),
        ("Your account was credited.", RETURNS, ("credited",)),
    ],
)
def test_what_is_not(text: str, evidence: str, says: tuple[str, ...]) -> None:
    assert uncovered(text, [evidence]) == says
    assert uncovered(text, [evidence], strict=True) == says


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("You can return gift cards and tickets.", NOT_RETURNED),
        ("Things may not be returned within 30 days of the day you got them.", RETURNS),
        ("Visitors must not stay outside with pets.", "Visitors with pets must stay outside."),
    ],
)
def test_the_contrary_of_what_is_so(text: str, evidence: str) -> None:
    assert uncovered(text, [evidence]) != ()


def test_a_sentence_that_says_both_is_not_judged() -> None:
    assert uncovered("Guide dogs may come in.", [PETS]) == ()


def test_all_evidence_counts() -> None:
    text = "You have 30 days, and the label costs 3.95 euros."
    assert uncovered(text, [RETURNS, POST]) == ()
    assert uncovered(text, [RETURNS]) == ("3.95 euros",)
    assert uncovered(text, []) == ("30 days", "3.95 euros")


@given(st.text(max_size=200))
def test_whatever_is_said_covers_itself(text: str) -> None:
    assert uncovered(text, [text]) == ()
    assert uncovered(text, [text], strict=True) == ()


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_another_number_is_not_covered(one: int, other: int) -> None:
    assert (uncovered(f"It is {one} euros.", [f"It is {other} euros."]) == ()) is (one == other)


@given(st.integers(2, 99))
def test_figures_and_words_are_the_same(number: int) -> None:
    units = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    said = units[number] if number < 20 else tens[number // 10 - 2] + (f" {units[number % 10]}" if number % 10 else "")
    assert uncovered(f"It takes {said} days.", [f"It takes {number} days."]) == ()
    assert uncovered(f"It takes {number} days.", [f"It takes {said} days."]) == ()


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("You pay 30 euros.", "See section 30 of the terms."),
        ("You pay 30 euros.", "Table 4. Row 30."),
        ("It takes 5 days.", "Section 5: Delivery takes some days or weeks, see table 7."),
        ("You pay 30.", RETURNS),
        ("It costs 60.", RETURNS),
        ("It costs 30.", "Section 30."),
        ("You may bring 2 bags.", "Members may bring 2 guests."),
        ("You may bring two bags.", "You may bring 2 guests and three bags."),
        ("There are 2 pools.", "Section 2. The pool is on the first floor."),
        ("Up to 20 kilograms.", "Up to 20 litres."),
        ("Up to 20 kg.", "Item 20. Weigh it yourself."),
        ("It is 9 percent.", "Table 9. Rates in other units."),
        ("Fifty dollars.", "50 euros are taken."),
        ("It opens at 9 o'clock.", "Bring 9 copies."),
        ("You have 30 days, members 60.", "You have 30 days. Members pay 60 euros."),
        ("The fine is fifty cents.", "Rule 0.5 says so."),
        ("It is 30 euros.", "Fee in euros: free; Days to pay: 30"),
        ("It is 30 euros.", "Fee in euros: 5; Days to pay: 30"),
    ],
)
def test_a_number_alone_is_no_proof_of_an_amount_in_documents(text: str, evidence: str) -> None:
    assert uncovered(text, [evidence], strict=True) != ()


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The Gold card is 79 euros a year.", "Credit card Gold: Price a year in euros: 79"),
        ("It is 9.9 percent.", "Interest in %: 9.9"),
        ("You have 30 days.", "Days to return it: 30"),
        ("You have 30 days, members 60.", RETURNS),
        ("Members have sixty.", RETURNS),
        ("You may bring two guests.", "Guests of a visit: 2"),
        ("Bring two small bags.", "You may bring 2 bags and 3 guests."),
        ("One guest may come.", "You may bring one guest a week."),
        ("It weighs 20 kilos at most.", "At most 20 kg."),
        ("The fine is fifty cents.", "You pay 0.50 euros."),
        ("Call 555 1234 now.", "Our number is 555 1234."),
        ("From 9 to 7 pm.", HOURS),
        ("It was founded in 1987.", "Founded 1987."),
        ("It costs 30.", "Price of a card: 30"),
        ("Ring at door 30.", "Section 30"),
        ("You pay 2 euros, or 3.", "A transfer costs 2 euros, abroad 3 euros."),
        ("There are twenty-five lockers.", "The hall has 25 lockers."),
    ],
)
def test_a_number_with_its_unit_or_what_it_counts_is(text: str, evidence: str) -> None:
    assert uncovered(text, [evidence], strict=True) == ()


@pytest.mark.parametrize("text", ["Your balance is 1,250.50 dollars.", "You have 1250.5 euros."])
def test_a_value_of_the_call_is_proof_of_any_amount(text: str) -> None:
    assert uncovered(text, ["1250.5"]) == ()
    assert uncovered(text, ['{"balance": 1250.5}']) == ()
