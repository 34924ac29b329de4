"""How long things take in a simulated centre: distributions, and what draws from them.

Seconds throughout. The random numbers are passed in, so that a run can be repeated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import Random

Draw = Callable[[], float]


class Shape(Enum):
    FIXED = "fixed"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    ENDLESS = "endless"  # of patience: nobody gives up


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time by chance. ``spread``: of LOGNORMAL, standard deviation ÷ mean."""

    shape: Shape
    mean_s: float = 0.0
    spread: float = 1.0


NO_TIME = Span(Shape.FIXED)
ENDLESS = Span(Shape.ENDLESS)


def exponential(mean_s: float) -> Span:
    return Span(Shape.EXPONENTIAL, mean_s)


def lognormal(mean_s: float, spread: float) -> Span:
    return Span(Shape.LOGNORMAL, mean_s, spread)


def fixed(s: float) -> Span:
    return Span(Shape.FIXED, s)


def drawing(span: Span, random: Random) -> Draw:
    """What gives one length after the other."""
    match span.shape:
        case Shape.FIXED:
            return lambda: span.mean_s
        case Shape.ENDLESS:
            return lambda: math.inf
        case Shape.EXPONENTIAL:
            rate, draw, log = 1.0 / span.mean_s, random.random, math.log
            return lambda: -log(1.0 - draw()) / rate  # as Random.expovariate
        case Shape.LOGNORMAL:
            variance = math.log(1.0 + span.spread**2)  # of the logarithm
            mu, sigma, normal = math.log(span.mean_s) - variance / 2, math.sqrt(variance), random.gauss
            return lambda: math.exp(normal(mu, sigma))
