"""Voice menus as data: checked, kept in versions, tried out as text."""
