"""Texts of what this computer refuses: disk, folders, stores, printer."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "backup_bad": (
        "A backup copy is damaged",
        "The copy {file} cannot be opened; the data itself is in order.",
        "The program will make a new copy; tell your administrator if it happens again.",
    ),
    "backup_none": (
        "There is no backup copy",
        "No whole copy was found in {place}; nothing was changed.",
        "Look for copies of this folder that your company makes, and put one back.",
    ),
    "cache_invalid": (
        "The catalogue has to be loaded again",
        (
            "The local copy of the portal's data cannot be used; carts and orders of yours are "
            "not touched."
        ),
        "Synchronise.",
    ),
    "child_not_started": (
        "The list reader did not start",
        "The helper process of the program could not be run; nothing was added.",
        "Start the program again; if it happens again, tell your administrator.",
    ),
    "database_address": (
        "This is not a database of a portal",
        "“{text}” is neither a file nor an address such as postgresql://user@server/portal.",
        "Correct --db or the variable B2BDESK_PORTAL_DB.",
    ),
    "database_driver": (
        "The driver of PostgreSQL is not installed",
        "The portal speaks to PostgreSQL by the package psycopg, which is not there.",
        "Install it with: pip install b2bdesk[portal,postgres].",
    ),
    "database_silent": (
        "The database server does not let the portal in",
        "It answered: {reason}",
        "Check that it runs, and the address, user and password in --db.",
    ),
    "demo_failed": (
        "The demo supplier did not start",
        "The demo portal ended with “{reason}”; nothing of yours was touched.",
        "Start the demo again; if it happens again, delete the folder of the profile “demo”.",
    ),
    "disk_full": (
        "The disk is full",
        "There is no room on {place}. Drafts are still kept, the catalogue is not renewed.",
        "Free some space and try again.",
    ),
    "disk_full.desk": (
        "The disk is full, nothing was saved",
        "There is no room on {place}, the reserve is used up. What was saved before is whole.",
        "Free some space and do it once more.",
    ),
    "file_exists": (
        "The file is there already",
        "{file} was not overwritten.",
        "Choose another name.",
    ),
    "file_locked": (
        "The file is open in another program",
        "{file} cannot be written; nothing is lost.",
        "Close it there and try again.",
    ),
    "file_not_found": (
        "There is no such file",
        "{file} was not found.",
        "Check the name.",
    ),
    "folder_copied": (
        "This data folder is a copy",
        (
            "It was copied from {place}. Carts, queue and settings are all here. A cart sent from "
            "both is one order, other changes do not come together."
        ),
        "Sign in here if asked, and go on in one of the two.",
    ),
    "folder_copied.computer": (
        "This data folder comes from another computer",
        (
            "Carts, queue and settings are all here, the sign-in stayed there. A cart sent from "
            "both computers is one order, other changes do not come together."
        ),
        "Sign in here, and go on with one of the two.",
    ),
    "folder_network": (
        "The data cannot lie on a network drive",
        "{place} is a network folder, and the store is not safe there.",
        "Choose a folder of this computer.",
    ),
    "folder_not_writable": (
        "The folder cannot be written to",
        "{place} does not let the program write.",
        "Choose another folder or ask your administrator.",
    ),
    "keyring_unavailable": (
        "There is no safe place for the sign-in",
        (
            "This computer has no key store, so the sign-in is not kept; nothing was written "
            "to a file."
        ),
        "Sign in each time, or set B2BDESK_TOKEN for unattended work.",
    ),
    "memory_short": (
        "Not enough memory",
        "The work was stopped; the data is as before.",
        "Close other programs and try again.",
    ),
    "output_failed": (
        "The result could not be written",
        "The command did its work, but its result did not fit where it was to go: {reason}.",
        "Free some space and ask for the result again.",
    ),
    "owner_silent": (
        "The running program does not answer",
        (
            "Another window works with this profile, but it did not take the command; nothing "
            "was done."
        ),
        "Close that window or wait until it is free.",
    ),
    "portal_not_made": (
        "There is no portal here yet",
        "The database holds no portal.",
        "Create it first: b2bdesk-portal init.",
    ),
    "print_failed": (
        "Printing failed",
        "The printer {name} did not take the document.",
        "Check the printer or save the PDF.",
    ),
    "profile_in_use": (
        "The program is running already",
        "Another window or user works with this profile.",
        "Go to that window.",
    ),
    "profile_name_bad": (
        "This cannot be the name of a profile",
        "“{name}” has characters that a folder cannot have.",
        "Use letters, digits and hyphens.",
    ),
    "profile_unknown": (
        "There is no such profile",
        "“{name}” was not found on this computer.",
        "Sign in to the portal first.",
    ),
    "secret_too_long": (
        "The sign-in does not fit the key store",
        "The key store of this computer takes no entry of this length; nothing was kept.",
        "Tell the supplier.",
    ),
    "store_busy": (
        "The store is busy",
        "Another program holds {file}; nothing was lost.",
        "Try again in a moment.",
    ),
    "store_closed": (
        "The program is closing",
        "The change was not written.",
        "Start the program again.",
    ),
    "store_damaged": (
        "The store is damaged",
        "{file} cannot be read. The sealed orders and the last good backup are kept.",
        (
            "Restore from a backup: b2bdesk-cli db restore. The program will ask the portal about "
            "every order sent since."
        ),
    ),
    "store_damaged.no_copy": (
        "The store is damaged and has no backup",
        "{file} cannot be read, and no good copy of it is here; nothing was changed.",
        (
            "Ask your company for its copy of this folder (b2bdesk-cli db restore FILE), or move "
            "{file} away: the program then starts without carts, orders come from the portal."
        ),
    ),
    "store_foreign": (
        "This is not a store of this program",
        "{file} belongs to something else and was not touched.",
        "Choose another folder.",
    ),
    "store_found_again": (
        "Carts and settings were restored from a backup",
        "Their file was not there any more; the copy of {made} is in its place now.",
        (
            "Look through the carts: what was typed later is missing. What was ordered is told "
            "by the portal."
        ),
    ),
    "store_newer": (
        "The data is of a newer version",
        (
            "A newer program has worked here; everything can be read and exported, nothing is "
            "changed."
        ),
        "Update the program. Carts can be taken out before: b2bdesk-cli db export FOLDER.",
    ),
    "store_read_only": (
        "The store is write-protected",
        "{file} in {place} does not let the program write.",
        "Check the rights of the folder.",
    ),
    "store_restored": (
        "Carts and settings were restored from a backup",
        (
            "The store was damaged; the copy of {made} is in its place now, the file lies beside "
            "it as {file}."
        ),
        (
            "Look through the carts: what was typed later is missing. What was ordered is told by "
            "the portal."
        ),
    ),
    "store_taken": (
        "The data is in use elsewhere",
        (
            "Another copy of the program has taken over this profile; this one writes nothing "
            "any more."
        ),
        "Close this window and work in the other one.",
    ),
    "store_unreachable": (
        "The store cannot be reached",
        "{file} in {place} cannot be opened or read.",
        "Check that the disk is connected and that the folder is yours.",
    ),
}
