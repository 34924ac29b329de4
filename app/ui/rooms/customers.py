"""The customers' room: list and file, segments, changes, merging, import, tags by rule, leave to see.

The page and each part of it are made when they are first shown; what the rail counts works from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

from app.contracts.customers import CustomerView
from app.ui import bindings_customers as bound
from app.ui.presenters.access import AccessPresenter, Which
from app.ui.presenters.customer_edit import CustomerEdit
from app.ui.presenters.customer_page import CustomerPage
from app.ui.presenters.customers import FILTERED, CustomersPresenter
from app.ui.presenters.export import ExportPresenter, ExportSubject, Format
from app.ui.presenters.file_face import Filter as Kind
from app.ui.presenters.filters import FilterEditor
from app.ui.presenters.imports import ImportPresenter
from app.ui.presenters.merging import MergePresenter
from app.ui.presenters.new_customer import NewCustomerPresenter
from app.ui.presenters.segments import SegmentPresenter
from app.ui.presenters.tag_rules import TagRulesPresenter
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.contracts.filters import Comparison
    from app.ui.presenters.import_face import WhenKnown
    from app.ui.views.access_page import AccessPage
    from app.ui.views.customer_edit_form import CustomerEditForm
    from app.ui.views.customer_page_view import CustomerPageView
    from app.ui.views.customers_list import CustomersListView
    from app.ui.views.customers_page import CustomersPage
    from app.ui.views.filter_builder import FilterBuilder

PAGE = "customers"


class Presenter(Protocol):
    def refresh(self) -> None: ...


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
        self._leads = user.role in ("SUPERVISOR", "ADMIN")
        self._page: CustomersPage | None = None
        self._access_part: AccessPage | None = None
        self._presenters: list[Presenter] = []
        self._list: CustomersPresenter | None = None
        self._segments: SegmentPresenter | None = None
        self._one: CustomerPage | None = None
        self._edit: CustomerEdit | None = None
        self._imports: ImportPresenter | None = None
        self._merging: MergePresenter | None = None
        self._show_list: Callable[[bool], None] = lambda _there: None
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
        window.file.who.edit_button.clicked.connect(self._edit_on_desk)
        window.page_shown.connect(self._page_shown)

    def may(self, right: str) -> bool:
        return right in self._rights

    # --- life ------------------------------------------------------------------------------------

    def start(self) -> None:
        if self.may("customers.approve"):
            self.access.start()

    def refresh(self) -> None:
        for presenter in (self.access, self.desk_edit, *self._presenters):
            presenter.refresh()

    def tick(self) -> None:
        if self.may("customers.approve") or self._page is not None:
            self.access.tick()
        for presenter in (self._segments, self._one, self._imports):
            if presenter is not None:
                presenter.tick()

    def live_changed(self, customer_id: str) -> None:
        """Somebody, or a late answer of the company's systems, has filled in this customer's file."""
        if self._one is not None and self._one.customer_id == customer_id:
            self._one.load()

    # --- the page --------------------------------------------------------------------------------

    def _make(self) -> CustomersPage:
        from app.ui.views.customers_page import CustomersPage

        makers: dict[str, Callable[[], QWidget]] = {"list": self._make_list, "access": self._make_access}
        if self.may("customers.merge"):
            makers["duplicates"] = self._make_merging
        if self.may("customers.import"):
            makers["import"] = self._make_import
        if self.may("customers.set-up"):
            makers["rules"] = self._make_rules
        page = self._page = CustomersPage(makers)
        page.show_part("list")
        self.access.load()
        page.add_key("Ctrl+E", self._edit_shown)
        page.add_key("Ctrl+Shift+N", self._new_customer)
        page.add_key(
            "Ctrl+S", lambda: self._edit is not None and self._edit.customer_id and self._edit.save()
        )
        page.add_key("Esc", self._back)
        return page

    def _begin(self, *presenters: Any) -> None:
        """They show everything once, and again in another language."""
        self._presenters += presenters
        for presenter in presenters:
            presenter.refresh()

    def _make_list(self) -> QWidget:
        from PySide6.QtWidgets import QStackedWidget

        from app.ui.views.customer_page_view import CustomerPageView
        from app.ui.views.customers_list import CustomersListView

        bench, house = self._bench, self._bench.house
        words, tasks, clock, crm = house.words, house.tasks, house.clock, bench.client
        view, one = CustomersListView(house.look, self.may("customers.export")), CustomerPageView(house.look)
        both = QStackedWidget()
        both.addWidget(view)
        both.addWidget(one)
        self._show_list = lambda there: both.setCurrentWidget(view if there else one)
        window = bench.window
        made = self._list = CustomersPresenter(
            bound.List(window, view), bench.store, words, tasks, clock, crm, self.open
        )
        segments = self._segments = SegmentPresenter(
            bound.Builder(window, view),
            words,
            tasks,
            clock,
            crm,
            self.may("customers.set-up"),
            made.show_found,
            self._segment_saved,
        )
        export = ExportPresenter(bound.Export(window, view), words, tasks, crm, self._export_subject)
        new = NewCustomerPresenter(bound.NewCustomer(window, view), words, tasks, crm, self._made)
        self._one = CustomerPage(
            bound.Page(window, one),
            bench.store,
            words,
            tasks,
            clock,
            crm,
            self.access.until,
            self.access.asked_for,
            self._leads,
            made.put,
        )
        self._edit = CustomerEdit(bound.Edit(window, one), words, tasks, crm, bench.drafts, self._saved)
        self._wire_list(view, made, segments, export, new)
        self._wire_one(one, self._one, self._edit)
        self._begin(made, segments, new, self._one, self._edit)
        made.start()
        return both

    def _wire_list(
        self,
        view: CustomersListView,
        made: CustomersPresenter,
        segments: SegmentPresenter,
        export: ExportPresenter,
        new: NewCustomerPresenter,
    ) -> None:
        view.searched.connect(made.search)
        view.columns_chosen.connect(lambda codes: made.show_columns(cast("tuple[str, ...]", codes)))
        view.table.chosen.connect(made.choose)
        view.opened.connect(made.open)
        view.edit.connect(self._open_and_edit)
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
        view.export_wanted.connect(export.open)
        view.export_wanted.connect(view.export.begin)
        view.export.run.connect(lambda kind, reason: export.run(cast("Format", kind), reason))
        view.export.close_form.connect(export.close)
        view.new_wanted.connect(self._new_customer)
        view.new.save.connect(new.save)
        view.new.close_form.connect(lambda: view.show_side("card"))
        self._view = view

    def _wire_one(self, view: CustomerPageView, one: CustomerPage, edit: CustomerEdit) -> None:
        view.back.connect(self._back)
        view.call.connect(one.call)
        view.reveal.connect(one.reveal)
        view.ask.connect(lambda reason, minutes: self.access.ask(one.customer_id, reason, minutes))
        view.edit.connect(self._edit_shown)
        view.kind_chosen.connect(lambda kind: one.show_kind(cast("Kind", kind)))
        view.more.connect(one.more)
        view.reload.connect(one.load)
        wire_form(view.form, edit)

    def _make_merging(self) -> QWidget:
        from app.ui.views.merge_page import MergePage

        bench, house = self._bench, self._bench.house
        view = MergePage(house.look)
        made = self._merging = MergePresenter(
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
        self._begin(made)
        made.start()
        return view

    def _make_import(self) -> QWidget:
        from app.ui.views.import_page import ImportPage

        bench, house = self._bench, self._bench.house
        view = ImportPage(house.look)
        made = self._imports = ImportPresenter(
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
        self._begin(made)
        made.start()
        return view

    def _make_rules(self) -> QWidget:
        from app.ui.views.tag_rules_page import TagRulesPage

        bench, house = self._bench, self._bench.house
        view = TagRulesPage(house.look)
        made = TagRulesPresenter(
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
        self._begin(made)
        made.start()
        return view

    def _make_access(self) -> QWidget:
        from app.ui.views.access_page import AccessPage

        view = self._access_part = AccessPage(self._bench.house.look)
        access = self.access
        view.which.connect(lambda which: access.show_which(cast("Which", which)))
        view.reload.connect(access.load)
        view.rows.opened.connect(self._open_request)
        view.detail.decide.connect(access.decide)
        view.detail.withdraw.connect(access.withdraw)
        view.detail.open_customer.connect(self.open)
        access.refresh()
        return view

    # --- what the person does --------------------------------------------------------------------

    def open(self, customer_id: str) -> None:
        """His file on the page of customers."""
        if not customer_id:
            return
        window = self._bench.window
        window.show_page(PAGE)
        window.customers.build()
        if self._page is not None and self._one is not None:
            self._page.show_part("list")
            if self._edit is not None and self._edit.customer_id not in ("", customer_id):
                self._edit.put_aside()
            self._show_list(False)
            self._one.open(customer_id)

    def open_request(self, request_id: str) -> None:
        """A request for leave, from a notice about it."""
        self._bench.window.show_page(PAGE)
        self._bench.window.customers.build()
        if self._page is not None:
            self._page.show_part("access")
        self.access.load()
        self.access.point_at(request_id)

    def show_part(self, part: str) -> None:
        self._bench.window.show_page(PAGE)
        self._bench.window.customers.build()
        if self._page is not None:
            self._page.show_part(part)

    def _open_request(self, request_id: str) -> None:
        self.open(self.access.customer_of(request_id))

    def _open_and_edit(self, customer_id: str) -> None:
        customer = self._list.customer(customer_id) if self._list is not None else None
        self.open(customer_id)
        if customer is not None and self._edit is not None:
            self._edit.open(customer)

    def _edit_shown(self) -> None:
        """Of the open file, or of the chosen row."""
        if self._one is None or self._edit is None or self._list is None:
            return
        if self._one.customer is not None:
            self._edit.open(self._one.customer)
        elif not self._one.customer_id and self._list.chosen:
            self._open_and_edit(self._list.chosen)

    def _save(self) -> None:
        if self._edit is not None:
            self._edit.save()

    def _edit_on_desk(self) -> None:
        customer = self._on_desk()
        if customer is not None:
            self.desk_edit.open(customer)

    def _make_desk_form(self) -> CustomerEditForm:
        from app.ui.views.customer_edit_form import CustomerEditForm

        form = CustomerEditForm(self._bench.house.look, "deskEdit")
        form.setProperty("card", True)
        wire_form(form, self.desk_edit)
        return form

    def _back(self) -> None:
        """From the file to the list; what is being typed into it is kept."""
        if self._one is not None and self._one.customer_id:
            if self._edit is not None:
                self._edit.put_aside()
            self._one.close()
            self._show_list(True)
            self._view.table.list.setFocus()

    def _new_customer(self) -> None:
        if self._one is not None and not self._one.customer_id:
            self._view.show_side("new")
            self._view.new.begin()

    def _change_segment(self, segment_id: str) -> None:
        if self._list is None or self._segments is None:
            return
        found = next((each for each in self._list.segments if each.segment_id == segment_id), None)
        if found is not None:
            self._list.choose_segment(segment_id)
            self._segments.change(found)

    def _segment_saved(self, segment_id: str) -> None:
        if self._list is not None:
            self._list.load_segments()
            self._list.choose_segment(segment_id)

    def _export_subject(self) -> ExportSubject | None:
        made, segments, words = self._list, self._segments, self._bench.house.words
        if made is None or segments is None:
            return None
        if made.segment_id == FILTERED and segments.wanted is not None:
            return ExportSubject(words("What the filter finds"), "", segments.wanted, made.codes)
        found = next((each for each in made.segments if each.segment_id == made.segment_id), None)
        if found is None:
            return None
        return ExportSubject(words("Segment: {name}", name=found.name), found.segment_id, None, made.codes)

    # --- what comes of it ------------------------------------------------------------------------

    def _made(self, customer: CustomerView) -> None:
        self.open(customer.customer_id)
        if self._edit is not None:
            self._edit.open(customer)

    def _saved(self, customer: CustomerView) -> None:
        if self._one is not None:
            self._one.put(customer)
        if self._list is not None:
            self._list.put(customer)
        self._changed(customer)

    def _many_changed(self) -> None:
        if self._list is not None:
            self._list.reload()

    def _leave_changed(self) -> None:
        """What may be seen is another: read again what is shown."""
        if self._one is not None and self._one.customer_id:
            self._one.load()
        if self._list is not None:
            self._list.reload()

    def _page_shown(self, page: str) -> None:
        if page == PAGE and self._list is not None:
            self._list.load_segments()


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
