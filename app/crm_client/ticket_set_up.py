"""What the desk asks of the server about how tickets are set up: types and rules, as files."""

from __future__ import annotations

from app.contracts.ticket_set_up import RulesChecked, SetUpFile, TicketRulesFile, TypesChecked
from app.crm_client.reading import read
from app.crm_client.requests import SignedRequests


class TicketSetUpCalls(SignedRequests):
    async def ticket_types_file(self) -> SetUpFile:
        return read(await self._get("/tickets/types/file"), SetUpFile)

    async def check_ticket_types(self, text: str) -> TypesChecked:
        return read(await self._write("POST", "/tickets/types/check", SetUpFile(text=text)), TypesChecked)

    async def put_ticket_types(self, file: SetUpFile) -> TypesChecked:
        """Raises Refused "file-changed" with the file as it is ``present``."""
        return read(await self._write("PUT", "/tickets/types", file), TypesChecked)

    async def ticket_rules(self) -> TicketRulesFile:
        return read(await self._get("/tickets/rules"), TicketRulesFile)

    async def check_ticket_rules(self, text: str) -> RulesChecked:
        return read(await self._write("POST", "/tickets/rules/check", SetUpFile(text=text)), RulesChecked)

    async def put_ticket_rules(self, file: SetUpFile) -> RulesChecked:
        """Raises Refused "file-changed" with the file as it is ``present``."""
        return read(await self._write("PUT", "/tickets/rules", file), RulesChecked)
