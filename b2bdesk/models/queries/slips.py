"""How far one word is from another as a slip of the fingers or of the ear.

Two letters of seven make «рулетка» out of «розетка», and yet nobody means one by the other. A wrong
letter costs less when its key is beside the right one or when it sounds alike.
"""

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = (
    "ао", "ая", "еиэы", "ея", "ёео", "ий", "ую", "бп", "вф", "гкх", "дт", "жш", "шщ", "зс", "сц",
    "ьъ", "чщ", "ck", "sz", "iy", "ie",
)  # fmt: skip
_LIKE, _BESIDE, _OTHER, _TWICE, _FIRST = 0.8, 1.0, 1.5, 0.7, 0.5
_ALLOWED = ((4, 1.0), (6, 1.5), (8, 2.0))
_ALLOWED_LONG = 2.6


def _pairs() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for upper, lower in zip(_ROWS, (*_ROWS[1:3], "", *_ROWS[4:], ""), strict=True):
        for at, key in enumerate(upper):
            beside = upper[at + 1 : at + 2] + lower[max(at - 1, 0) : at + 1]
            costs |= {pair: _BESIDE for other in beside for pair in ((key, other), (other, key))}
    for group in _ALIKE:
        costs |= {(one, other): _LIKE for one in group for other in group}
    return costs


_COSTS = _pairs()


def allowed(typed: str) -> float:
    """Return up to what cost another word may have been meant."""
    return next((most for length, most in _ALLOWED if len(typed) <= length), _ALLOWED_LONG)


def cost(typed: str, meant: str) -> float:
    """Return how unlikely the slips are that lead from the word meant to the one typed."""
    before: list[float] = []
    above = [0.0, *(at + _FIRST for at in range(1, len(meant) + 1))]
    for row, char in enumerate(typed):
        line = [row + 1 + _FIRST]
        for column, wanted in enumerate(meant):
            lost = _TWICE if column and meant[column - 1] == wanted else 1.0
            more = _TWICE if row and typed[row - 1] == char else 1.0
            best = min(
                above[column] + _changed(char, wanted, first=not (row or column)),
                above[column + 1] + more,
                line[column] + lost,
            )
            crossed = row and column and char == meant[column - 1] and typed[row - 1] == wanted
            line.append(min(best, before[column - 1] + 1) if crossed else best)
        before, above = above, line
    return above[-1]


def _changed(char: str, wanted: str, *, first: bool) -> float:
    if char == wanted:
        return 0.0
    return _COSTS.get((char, wanted), _OTHER) + (_FIRST if first else 0.0)
