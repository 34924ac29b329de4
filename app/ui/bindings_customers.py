"""Binds the presenters of the customers' room to its page. A part that is not made yet is shown nothing: its
presenter is told to show everything again as soon as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.bindings import Bound

if TYPE_CHECKING:  # the page is made when it is first shown
    from app.ui.presenters.access import AccessFace
    from app.ui.presenters.contact_ways import WaysFace
    from app.ui.presenters.customer_edit_face import EditFace
    from app.ui.presenters.customer_page import PageFace
    from app.ui.presenters.customers import ListFace
    from app.ui.presenters.export import ExportFace
    from app.ui.presenters.form_set_up import FormSetUpFace
    from app.ui.presenters.import_face import ImportFace
    from app.ui.presenters.merge_face import MergeFace
    from app.ui.presenters.new_customer import NewCustomerFace
    from app.ui.presenters.segments import BuilderFace
    from app.ui.presenters.tag_rules import RulesFace
    from app.ui.views.access_page import AccessPage
    from app.ui.views.customer_edit_form import CustomerEditForm
    from app.ui.views.customer_page_view import CustomerPageView
    from app.ui.views.customers_list import CustomersListView
    from app.ui.views.customers_page import CustomersPage
    from app.ui.views.form_set_up_page import FormSetUpPage
    from app.ui.views.import_page import ImportPage
    from app.ui.views.main_window import MainWindow
    from app.ui.views.merge_page import MergePage
    from app.ui.views.tag_rules_page import TagRulesPage


class List(Bound):
    def __init__(self, window: MainWindow, view: CustomersListView) -> None:
        super().__init__(window)
        self.view = view

    def show_list(self, face: ListFace) -> None:
        self.view.show_list(face)


class Builder(List):
    def open_builder(self) -> None:
        self.view.show_side("builder")

    def show_builder(self, face: BuilderFace) -> None:
        self.view.builder.show_builder(face)

    def close_builder(self) -> None:
        self.view.show_side("card")


class Export(List):
    _before = "card"  # what stood there, and comes back

    def open_export(self) -> None:
        self._before = self.view.side
        self.view.show_side("export")
        self.view.export.begin()

    def show_export(self, face: ExportFace) -> None:
        self.view.export.show_export(face)

    def close_export(self) -> None:
        self.view.show_side(self._before)

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


class Ways(Page):
    def show_ways(self, face: WaysFace) -> None:
        self.view.ways.show_ways(face)


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


class Merging(Bound):
    def __init__(self, window: MainWindow, view: MergePage) -> None:
        super().__init__(window)
        self._view = view

    def show_merging(self, face: MergeFace) -> None:
        self._view.show_merging(face)


class Imports(Bound):
    def __init__(self, window: MainWindow, view: ImportPage) -> None:
        super().__init__(window)
        self._view = view

    def show_import(self, face: ImportFace) -> None:
        self._view.show_import(face)


class Rules(Bound):
    def __init__(self, window: MainWindow, view: TagRulesPage) -> None:
        super().__init__(window)
        self._view = view

    def show_rules(self, face: RulesFace) -> None:
        self._view.show_rules(face)


class FormSetUp(Bound):
    def __init__(self, window: MainWindow, view: FormSetUpPage) -> None:
        super().__init__(window)
        self._view = view

    def show_set_up(self, face: FormSetUpFace) -> None:
        self._view.show_set_up(face)


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
