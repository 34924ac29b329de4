"""The customers' room: list and file, merging, import, tags by rule, leave to see private data.

The page and each part of it are made when they are first shown; what the rail counts works from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from app.contracts.customers import CustomerView
from app.ui import bindings_customers as bound
from app.ui.presenters.access import AccessPresenter, Which
from app.ui.presenters.customer_edit import CustomerEdit
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.contracts.customer_work import CustomerSetUp
    from app.ui.presenters.form_entries import EntryTyped, What
    from app.ui.presenters.form_set_up import FormSetUpPresenter
    from app.ui.presenters.import_face import WhenKnown
    from app.ui.presenters.imports import ImportPresenter
    from app.ui.presenters.merging import MergePresenter
    from app.ui.presenters.tag_rules import TagRulesPresenter
    from app.ui.rooms.customers_list import ListPart
    from app.ui.views.access_page import AccessPage
    from app.ui.views.customer_edit_form import CustomerEditForm
    from app.ui.views.customers_page import CustomersPage

PAGE = "customers"


class CustomersRoom:
    """``on_desk``: the customer whose file is open beside the call. ``changed``: tells the desk's file."""

    def __init__(
        self,
        bench: Bench,
        on_desk: Callable[[], CustomerView | None],
        changed: Callable[[CustomerView], None],
    ) -> None:
        self._bench, self._on_desk, self._changed = bench, on_desk, changed
        house, window, user = bench.house, bench.window, bench.session.config.user
        self._rights = frozenset(user.rights)
        self.open_ticket: Callable[[str], None] = lambda _ticket_id: None
        self.open_past: Callable[[str], None] = lambda _what: None
        self._leads = user.role in ("SUPERVISOR", "ADMIN")
        self._page: CustomersPage | None = None
        self._access_part: AccessPage | None = None
        self.part: ListPart | None = None
        self.merging: MergePresenter | None = None
        self.imports: ImportPresenter | None = None
        self.rules: TagRulesPresenter | None = None
        self.form_set_up: FormSetUpPresenter | None = None
        self.access = AccessPresenter(
            bound.Access(window, lambda: self._page, lambda: self._access_part),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            user.user_id,
            self.may("customers.approve"),
            self._leave_changed,
        )
        desk_view = bound.DeskEdit(window, self._make_desk_form)
        self.desk_edit = CustomerEdit(
            desk_view, house.words, house.tasks, bench.client, bench.drafts, self._saved
        )
        desk_view.customer_id = lambda: self.desk_edit.customer_id
        window.customers.made_by(self._make)
        window.file.who.edit_button.clicked.connect(self.change_on_desk)
        window.page_shown.connect(self._page_shown)

    def may(self, right: str) -> bool:
        return right in self._rights

    # --- life ------------------------------------------------------------------------------------

    def start(self) -> None:
        if self.may("customers.approve"):
            self.access.start()

    def refresh(self) -> None:
        for presenter in (
            self.access,
            self.desk_edit,
            self.part,
            self.merging,
            self.imports,
            self.rules,
            self.form_set_up,
        ):
            if presenter is not None:
                presenter.refresh()

    def tick(self) -> None:
        if self.may("customers.approve") or self._page is not None:
            self.access.tick()
        for each in (self.part, self.imports):
            if each is not None:
                each.tick()

    def live_changed(self, customer_id: str) -> None:
        """Somebody, or a late answer of the company's systems, has filled in this customer's file."""
        if self.part is not None and self.part.one.customer_id == customer_id:
            self.part.one.load()

    # --- the page and its parts ------------------------------------------------------------------

    def _make(self) -> CustomersPage:
        from app.ui.views.customers_page import CustomersPage

        makers: dict[str, Callable[[], QWidget]] = {"list": self._make_list, "access": self._make_access}
        if self.may("customers.merge"):
            makers["duplicates"] = self._make_merging
        if self.may("customers.import"):
            makers["import"] = self._make_import
        if self.may("customers.set-up"):
            makers["rules"] = self._make_rules
            makers["form"] = self._make_form_set_up
        page = self._page = CustomersPage(makers)
        page.show_part("list")
        self.access.refresh()  # the page's tab shows how many wait, too
        self.access.load()
        part = self.part
        if part is not None:
            page.add_key("Ctrl+E", part.edit_shown)
            page.add_key("Ctrl+Shift+N", part.new_customer)
            page.add_key("Esc", part.back)
        return page

    def _make_list(self) -> QWidget:
        from app.ui.rooms.customers_list import ListPart

        part = self.part = ListPart(
            self._bench, self.access, self._rights, self._leads, self.open, self._saved
        )
        part.page.promises.opened.connect(lambda ticket_id: self.open_ticket(ticket_id))
        part.page.timeline.opened.connect(lambda what: self.open_past(what))
        return part.widget

    def _make_merging(self) -> QWidget:
        from app.ui.presenters.merging import MergePresenter
        from app.ui.views.merge_page import MergePage

        bench, house = self._bench, self._bench.house
        view = MergePage(house.look)
        made = self.merging = MergePresenter(
            bound.Merging(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            self._many_changed,
        )
        view.choose.connect(made.choose)
        view.keep.connect(made.keep)
        view.take.connect(made.take)
        view.merge.connect(made.merge)
        view.dismiss.connect(made.dismiss)
        view.undo.connect(made.undo)
        view.more.connect(made.more)
        view.reload.connect(made.load)
        made.start()
        return view

    def _make_import(self) -> QWidget:
        from app.ui.presenters.imports import ImportPresenter
        from app.ui.views.import_page import ImportPage

        bench, house = self._bench, self._bench.house
        view = ImportPage(house.look)
        made = self.imports = ImportPresenter(
            bound.Imports(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            self._many_changed,
        )
        view.drop.chosen.connect(made.choose_file)
        view.drop.unreadable.connect(made.not_read)
        view.mapping.target.connect(made.choose_target)
        view.mapping.when_known.connect(lambda what: made.choose_when_known(cast("WhenKnown", what)))
        view.mapping.tag.connect(made.type_tag)
        view.check.connect(made.check)
        view.back.connect(made.back)
        view.run.connect(made.run)
        view.undo.connect(made.undo)
        view.again.connect(made.begin_again)
        view.past.open.connect(made.open)
        made.refresh()
        made.start()
        return view

    def _make_rules(self) -> QWidget:
        from app.ui.presenters.tag_rules import TagRulesPresenter
        from app.ui.rooms.customers_list import wire_filter
        from app.ui.views.tag_rules_page import TagRulesPage

        bench, house = self._bench, self._bench.house
        view = TagRulesPage(house.look)
        made = self.rules = TagRulesPresenter(
            bound.Rules(bench.window, view), bench.store, house.words, house.tasks, house.clock, bench.client
        )
        view.choose.connect(made.choose)
        view.new.connect(made.begin)
        view.reload.connect(made.load)
        view.form.typed.connect(made.type)
        view.form.test.connect(made.test)
        view.form.save.connect(made.save)
        view.form.delete.connect(made.delete)
        wire_filter(view.form.builder, made.editor, made.changed)
        made.refresh()
        made.start()
        return view

    def _make_form_set_up(self) -> QWidget:
        from app.ui.presenters.form_set_up import FormSetUpPresenter
        from app.ui.views.form_set_up_page import FormSetUpPage

        bench, house = self._bench, self._bench.house
        view = FormSetUpPage(house.look)
        made = self.form_set_up = FormSetUpPresenter(
            bound.FormSetUp(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            bench.client,
            self._form_changed,
        )
        view.what.connect(lambda what: made.show_what(cast("What", what)))
        view.choose.connect(made.choose)
        view.new.connect(made.begin)
        view.moved.connect(made.move)
        view.reload.connect(made.load)
        view.form.typed.connect(lambda typed: made.type(cast("EntryTyped", typed)))
        view.form.save.connect(made.save)
        view.form.take_out.connect(made.take_out)
        view.form.bring_back.connect(made.bring_back)
        made.refresh()
        made.start()
        return view

    def _make_access(self) -> QWidget:
        from app.ui.views.access_page import AccessPage

        view = self._access_part = AccessPage(self._bench.house.look)
        access = self.access
        view.which.connect(lambda which: access.show_which(cast("Which", which)))
        view.reload.connect(access.load)
        view.rows.opened.connect(lambda request_id: self.open(access.customer_of(request_id)))
        view.detail.decide.connect(access.decide)
        view.detail.withdraw.connect(access.withdraw)
        view.detail.open_customer.connect(self.open)
        access.refresh()
        return view

    # --- what the person does --------------------------------------------------------------------

    def show_part(self, part: str) -> None:
        self._bench.window.show_page(PAGE)
        self._bench.window.customers.build()
        if self._page is not None:
            self._page.show_part(part)

    def open(self, customer_id: str) -> None:
        """His file on the page of customers."""
        if customer_id:
            self.show_part("list")
            if self.part is not None:
                self.part.open(customer_id)

    def open_request(self, request_id: str) -> None:
        """A request for leave, from a notice about it."""
        self.show_part("access")
        self.access.load()
        self.access.point_at(request_id)

    def change_on_desk(self) -> None:
        customer = self._on_desk()
        if customer is not None:
            self.desk_edit.open(customer)

    def _make_desk_form(self) -> CustomerEditForm:
        from app.ui.rooms.customers_list import wire_form
        from app.ui.views.customer_edit_form import CustomerEditForm

        form = CustomerEditForm(self._bench.house.look, "deskEdit")
        form.setProperty("card", True)
        wire_form(form, self.desk_edit)
        return form

    # --- what comes of it ------------------------------------------------------------------------

    def _saved(self, customer: CustomerView) -> None:
        if self.part is not None:
            self.part.put(customer)
        self._changed(customer)

    def _many_changed(self) -> None:
        if self.part is not None:
            self.part.list.reload()

    def _form_changed(self, set_up: CustomerSetUp) -> None:
        if self.part is not None:
            self.part.list.use_set_up(set_up)
            self.part.one.use_set_up(set_up)

    def _leave_changed(self) -> None:
        """What may be seen is another: read again what is shown."""
        if self.part is not None:
            if self.part.one.customer_id:
                self.part.one.load()
            self.part.list.reload()

    def _page_shown(self, page: str) -> None:
        if page == PAGE and self.part is not None:
            self.part.list.load_segments()
