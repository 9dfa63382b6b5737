"""What use cases need from stores, network, files and machine, as Protocols.

`models`, `sync`, `files` and `host` implement them; `bootstrap` puts the two together. One module
per subject; import from the subject's module.
"""
