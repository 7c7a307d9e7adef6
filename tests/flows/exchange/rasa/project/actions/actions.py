"""Custom actions of the bank's assistant."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionCheckFunds(Action):
    def name(self) -> str:
        return "action_check_funds"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        amount = tracker.get_slot("amount") or 0
        return [SlotSet("has_funds", amount <= 1000)]


class ActionExecuteTransfer(Action):
    def name(self) -> str:
        return "action_execute_transfer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        sent = bool(tracker.get_slot("recipient")) and bool(tracker.get_slot("amount"))
        return [SlotSet("transfer_successful", sent)]


class ActionVerify(Action):
    def name(self) -> str:
        return "action_verify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        return [SlotSet("verified", tracker.get_slot("security_word") == "lighthouse")]


class ActionBlockCard(Action):
    def name(self) -> str:
        return "action_block_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        tracker.get_slot("card")
        return []
