"""Words that mean the same here: what somebody asks and what stands in the article.

In:  resources/knowledge/synonyms.yaml and, beside the data, the company's own knowledge/synonyms.yaml: a list
of lists of words, Chinese and English together. Out: for each term the terms that count as well.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import yaml

from app.server.knowledge.words import plain_form, stem

log = logging.getLogger(__name__)
Groups = list[list[str]]


def read_groups(*files: Path) -> Groups:
    """Of all files that are there. A damaged one is left out, with a word in the log."""
    found: Groups = []
    for file in files:
        try:
            data: object = yaml.safe_load(file.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            log.warning("%s is not used: %s", file, str(error).partition("\n")[0])
            continue
        if not isinstance(data, list):
            log.warning("%s is not used: it must be a list of lists of words", file)
            continue
        for group in cast("list[object]", data):
            if isinstance(group, list):
                words = [str(word).strip() for word in cast("list[object]", group) if str(word).strip()]
                if len(words) > 1:
                    found.append(words)
    return found


def synonyms_of(groups: Groups) -> Mapping[str, tuple[str, ...]]:
    """By term, in the form in which terms stand in the index."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for group in groups:
        terms = [_term(word) for word in group]
        for term in terms:
            found[term].update(dict.fromkeys(other for other in terms if other != term))
    return {term: tuple(others) for term, others in found.items()}


def chinese_words(groups: Groups) -> Iterable[str]:
    """Words that the dictionary must know, since articles are found by them."""
    return (word for group in groups for word in group if len(word) > 1 and not word[0].isascii())


def _term(word: str) -> str:
    form = plain_form(word)
    return stem(form.replace("-", "").replace(" ", "")) if form[0].isascii() else form
