"""The first part of the customers' page: list, segments, export, a new customer; one file and its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget

from app.contracts.customers import CustomerView
from app.ui import bindings_customers as bound
from app.ui.presenters.access import AccessPresenter
from app.ui.presenters.contact_ways import ContactWays
from app.ui.presenters.contact_ways import Kind as Way
from app.ui.presenters.customer_edit import CustomerEdit
from app.ui.presenters.customer_page import CustomerPage
from app.ui.presenters.customers import FILTERED, CustomersPresenter
from app.ui.presenters.export import ExportPresenter, ExportSubject, Format
from app.ui.presenters.file_face import Filter as Kind
from app.ui.presenters.filters import FilterEditor
from app.ui.presenters.new_customer import NewCustomerPresenter
from app.ui.presenters.segments import SegmentPresenter
from app.ui.rooms.bench import Bench
from app.ui.views.customer_edit_form import CustomerEditForm
from app.ui.views.customer_page_view import CustomerPageView
from app.ui.views.customers_list import CustomersListView
from app.ui.views.filter_builder import FilterBuilder

if TYPE_CHECKING:
    from app.contracts.filters import Comparison


class ListPart:
    """``widget``: list and file, one of which is shown. ``saved``: a customer was changed."""

    def __init__(
        self,
        bench: Bench,
        access: AccessPresenter,
        rights: frozenset[str],
        leads: bool,
        opened: Callable[[str], None],
        saved: Callable[[CustomerView], None],
    ) -> None:
        self._bench, self._access = bench, access
        house, store, window, crm = bench.house, bench.store, bench.window, bench.client
        words, tasks, clock = house.words, house.tasks, house.clock
        self.view = view = CustomersListView(house.look, "customers.export" in rights)
        self.page = page = CustomerPageView(house.look)
        self.widget = QStackedWidget()
        self.widget.addWidget(view)
        self.widget.addWidget(page)
        self.list = CustomersPresenter(
            bound.List(window, view), store, words, tasks, clock, crm, opened, house.settings
        )
        self.segments = SegmentPresenter(
            bound.Builder(window, view),
            words,
            tasks,
            clock,
            crm,
            "customers.set-up" in rights,
            self.list.show_found,
            self._segment_saved,
        )
        self.export = ExportPresenter(bound.Export(window, view), words, tasks, crm, self._export_subject)
        self.new = NewCustomerPresenter(bound.NewCustomer(window, view), words, tasks, crm, self._made)
        self.one = CustomerPage(
            bound.Page(window, page),
            store,
            words,
            tasks,
            clock,
            crm,
            access.until,
            access.asked_for,
            leads,
            self._loaded,
        )
        self.edit = CustomerEdit(bound.Edit(window, page), words, tasks, crm, bench.drafts, saved)
        only_looks = bench.session.config.user.role in ("QUALITY", "AUDITOR")
        self.ways = ContactWays(bound.Ways(window, page), words, tasks, clock, crm, not only_looks)
        self._opened = opened
        self._wire_list()
        self._wire_page()
        self.refresh()
        self.list.start()

    def refresh(self) -> None:
        for presenter in (self.list, self.segments, self.new, self.one, self.edit, self.ways):
            presenter.refresh()

    def tick(self) -> None:
        self.segments.tick()
        self.one.tick()

    def _wire_list(self) -> None:
        view, made, segments = self.view, self.list, self.segments
        view.searched.connect(made.search)
        view.columns_chosen.connect(lambda codes: made.show_columns(cast("tuple[str, ...]", codes)))
        view.table.chosen.connect(made.choose)
        view.opened.connect(made.open)
        view.edit.connect(self.open_and_edit)
        view.more.connect(made.more)
        view.reload.connect(made.reload)
        view.segments.chosen.connect(made.choose_segment)
        view.segments.new.connect(segments.begin)
        view.segments.edit.connect(self._change_segment)
        form = view.builder
        form.typed.connect(segments.name)
        form.shared.connect(segments.share)
        form.save.connect(segments.save)
        form.delete.connect(segments.delete)
        form.close_form.connect(segments.close)
        wire_filter(form.builder, segments.editor, segments.changed)
        view.export_wanted.connect(self.export.open)
        view.export.run.connect(lambda kind, reason: self.export.run(cast("Format", kind), reason))
        view.export.close_form.connect(self.export.close)
        view.new_wanted.connect(self.new_customer)
        view.new.save.connect(self.new.save)
        view.new.close_form.connect(lambda: view.show_side("card"))

    def _wire_page(self) -> None:
        page, one = self.page, self.one
        page.back.connect(self.back)
        page.call.connect(one.call)
        page.reveal.connect(one.reveal)
        page.ask.connect(lambda reason, minutes: self._access.ask(one.customer_id, reason, minutes))
        page.edit.connect(self.edit_shown)
        page.kind_chosen.connect(lambda kind: one.show_kind(cast("Kind", kind)))
        page.more.connect(one.more)
        page.reload.connect(one.load)
        page.ways.changed.connect(lambda way, wanted: self.ways.change(cast("Way", way), wanted))
        wire_form(page.form, self.edit)

    # --- what the person does --------------------------------------------------------------------

    def open(self, customer_id: str) -> None:
        if self.edit.customer_id not in ("", customer_id):
            self.edit.put_aside()
        self.widget.setCurrentWidget(self.page)
        self.page.setFocus()
        self.one.open(customer_id)

    def back(self) -> None:
        """From the file to the list; what is being typed into it is kept."""
        if self.one.customer_id:
            self.edit.put_aside()
            self.one.close()
            self.widget.setCurrentWidget(self.view)
            self.view.table.list.setFocus()

    def open_and_edit(self, customer_id: str) -> None:
        customer = self.list.customer(customer_id)
        self._opened(customer_id)
        if customer is not None:
            self.edit.open(customer)

    def edit_shown(self) -> None:
        """Of the open file, or of the chosen row."""
        if self.one.customer is not None:
            self.edit.open(self.one.customer)
        elif not self.one.customer_id and self.list.chosen:
            self.open_and_edit(self.list.chosen)

    def new_customer(self) -> None:
        if not self.one.customer_id:
            self.view.show_side("new")
            self.view.new.begin()

    def _change_segment(self, segment_id: str) -> None:
        found = next((each for each in self.list.segments if each.segment_id == segment_id), None)
        if found is not None:
            self.list.choose_segment(segment_id)
            self.segments.change(found)

    def _export_subject(self) -> ExportSubject | None:
        made, words = self.list, self._bench.house.words
        if made.segment_id == FILTERED and self.segments.wanted is not None:
            return ExportSubject(words("What the filter finds"), "", self.segments.wanted, made.codes)
        found = next((each for each in made.segments if each.segment_id == made.segment_id), None)
        if found is None:
            return None
        return ExportSubject(words("Segment: {name}", name=found.name), found.segment_id, None, made.codes)

    # --- what comes of it ------------------------------------------------------------------------

    def put(self, customer: CustomerView) -> None:
        self.one.put(customer)
        self.list.put(customer)
        if customer.customer_id == self.one.customer_id:
            self.ways.open(customer.customer_id)  # he may have another address now

    def _loaded(self, customer: CustomerView) -> None:
        self.one.use_set_up(self.list.set_up)
        self.ways.open(customer.customer_id)
        self.list.put(customer)

    def _segment_saved(self, segment_id: str) -> None:
        self.list.load_segments()
        self.list.choose_segment(segment_id)

    def _made(self, customer: CustomerView) -> None:
        self._opened(customer.customer_id)
        self.edit.open(customer)


def wire_filter(builder: FilterBuilder, editor: FilterEditor, changed: Callable[[], None]) -> None:
    """Each choice goes to the editor; then whoever owns it is told."""

    def does(act: Callable[..., None]) -> Callable[..., None]:
        def carry_out(*args: object) -> None:
            act(*args)
            changed()

        return carry_out

    builder.match.connect(does(editor.set_match))
    builder.added.connect(does(editor.add_condition))
    builder.group_added.connect(does(editor.add_group))
    builder.field.connect(does(editor.set_field))
    builder.op.connect(does(lambda group, at, op: editor.set_op(group, at, cast("Comparison", op))))
    builder.value.connect(does(editor.set_value))
    builder.days.connect(does(editor.set_days))
    builder.removed.connect(does(editor.remove))


def wire_form(form: CustomerEditForm, edit: CustomerEdit) -> None:
    form.typed.connect(edit.type)
    form.numbers_typed.connect(edit.type_numbers)
    form.take.connect(edit.take)
    form.save.connect(edit.save)
    form.leave.connect(edit.leave)
