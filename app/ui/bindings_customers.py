"""Binds the presenters of the customers' room to its page. A part that is not made yet is shown nothing: its
presenter is told to show everything again as soon as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.bindings import Bound
from app.ui.presenters.access import AccessFace
from app.ui.presenters.customer_edit import EditFace
from app.ui.presenters.customer_page import PageFace
from app.ui.presenters.customers import ListFace
from app.ui.presenters.export import ExportFace
from app.ui.presenters.new_customer import NewCustomerFace
from app.ui.presenters.segments import BuilderFace

if TYPE_CHECKING:  # the page is made when it is first shown
    from app.ui.views.access_page import AccessPage
    from app.ui.views.customer_edit_form import CustomerEditForm
    from app.ui.views.customer_page_view import CustomerPageView
    from app.ui.views.customers_list import CustomersListView
    from app.ui.views.customers_page import CustomersPage
    from app.ui.views.main_window import MainWindow


class List(Bound):
    def __init__(self, window: MainWindow, view: CustomersListView) -> None:
        super().__init__(window)
        self.view = view

    def show_list(self, face: ListFace) -> None:
        self.view.show_list(face)


class Builder(List):
    def show_builder(self, face: BuilderFace) -> None:
        self.view.builder.show_builder(face)
        self.view.show_side("builder")

    def close_builder(self) -> None:
        self.view.show_side("card")


class Export(List):
    def show_export(self, face: ExportFace) -> None:
        self.view.export.show_export(face)
        self.view.show_side("export")

    def close_export(self) -> None:
        self.view.show_side("card")

    def keep_file(self, name: str, content: bytes) -> bool:
        return self.view.export.keep_file(name, content)


class NewCustomer(List):
    def show_new(self, face: NewCustomerFace) -> None:
        self.view.new.show_new(face)

    def close_new(self) -> None:
        self.view.new.clear()
        self.view.show_side("card")


class Page(Bound):
    def __init__(self, window: MainWindow, view: CustomerPageView) -> None:
        super().__init__(window)
        self.view = view

    def show_customer(self, face: PageFace) -> None:
        self.view.show_customer(face)

    def ask_reason(self, reasons: tuple[str, ...]) -> None:
        self.view.ask_reason(reasons)


class Edit(Page):
    """The form in the place of the facts."""

    def show_edit(self, face: EditFace) -> None:
        self.view.form.show_edit(face)
        if not self.view.editing:
            self.view.show_form(True)
            self.view.form.begin()

    def close_edit(self) -> None:
        self.view.show_form(False)


class DeskEdit(Bound):
    """The form in the place of the file, below the call. ``make``: when it is first wanted."""

    def __init__(self, window: MainWindow, make: Callable[[], CustomerEditForm]) -> None:
        super().__init__(window)
        self._make = make
        self._form: CustomerEditForm | None = None
        self.customer_id: Callable[[], str] = lambda: ""

    def show_edit(self, face: EditFace) -> None:
        fresh = self._form is None
        form = self._form = self._form or self._make()
        form.show_edit(face)
        if self.window.show_customer_form(form, self.customer_id()) or fresh:
            form.begin()

    def close_edit(self) -> None:
        self.window.close_customer_form()


class Access(Bound):
    """The count stands on the rail and on the tab; the list on its part of the page."""

    def __init__(
        self,
        window: MainWindow,
        page: Callable[[], CustomersPage | None],
        part: Callable[[], AccessPage | None],
    ) -> None:
        super().__init__(window)
        self._page, self._part = page, part

    def show_access(self, face: AccessFace) -> None:
        part = self._part()
        if part is not None:
            part.show_access(face)

    def show_count(self, count: int) -> None:
        self.window.rail.show_count("customers", count)
        page = self._page()
        if page is not None:
            page.show_access_count(count)
