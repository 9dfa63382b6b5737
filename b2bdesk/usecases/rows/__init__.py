"""Frozen row dataclasses: what queries build and screens and commands read.

Sums are `*_minor` integers of the contract's currency, unit prices `*_e5`, quantities `*_e3`.
One module per subject; import from the subject's module.
"""
