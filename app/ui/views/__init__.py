"""Widgets: they show what presenters say and emit what the person does, nothing else."""
