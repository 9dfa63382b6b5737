"""The desktop: everything that knows Qt, and nothing that decides a trade rule.

`app` builds the window from `frame` and the screens; screens use `widgets`, `itemmodels`
and `theme`, and reach the use cases only through what they are handed.
"""
