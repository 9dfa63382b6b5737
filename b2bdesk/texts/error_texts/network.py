"""Texts of what happens between this computer and the portal: connection, sign-in, rights."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "bad_count": (
        "The portal sent an incomplete list",
        "{feed}: {ours} rows arrived, {theirs} were announced. Nothing of it was used.",
        "Try again now.",
    ),
    "bad_message": (
        "The portal sent something unreadable",
        (
            "The answer does not follow the agreed form and was not used; the data shown is as "
            "before."
        ),
        "Tell the supplier; the journal has the details.",
    ),
    "bad_message.asked": (
        "The portal did not understand the request",
        "It does not follow the agreed form ({reason}); nothing was done.",
        "Tell the supplier; the journal has the details.",
    ),
    "body_damaged": (
        "The data arrived damaged",
        "The checksum does not fit, so nothing of it was used.",
        "Try again now.",
    ),
    "body_too_big": (
        "The answer of the portal is too big",
        "It is larger than agreed and was not read to its end; the data shown is as before.",
        "Tell the supplier.",
    ),
    "capability_missing": (
        "The portal cannot do this",
        "This supplier's portal has no such function; nothing was changed.",
        "Ask the supplier's manager.",
    ),
    "certificate_file": (
        "The file of certificates cannot be used",
        "{file} does not read as certificates in PEM form ({reason}). Nothing was changed.",
        "Choose another file, or leave it empty to trust what the system trusts.",
    ),
    "checksum_differs": (
        "The data differs from the portal's",
        "{feed}: the checksum does not fit, so this part is loaded anew.",
        "The program loads it by itself.",
    ),
    "connection_unreadable": (
        "The connection does not read",
        "“{text}” names no portal.",
        "Ask the supplier for another file, or type the address.",
    ),
    "forbidden": (
        "No right to do this",
        "Your role does not allow it; nothing was changed.",
        "Ask the administrator of your company.",
    ),
    "http_status": (
        "The answer is not the portal's own",
        (
            "Something in between (a proxy, a filter) answered {status} in place of the portal. "
            "Nothing was taken from it, everything is kept; orders on their way are asked about."
        ),
        "The program tries again by itself; if it lasts, show this to your administrator.",
    ),
    "idempotency_key_missing": (
        "The request has no key",
        "The portal takes commands only with an Idempotency-Key, so that nothing is done twice.",
        "Send the request with a key.",
    ),
    "mass_deletion": (
        "The portal wants to remove very much",
        "{feed}: {removed} of {total} rows would go. The former data is kept until you decide.",
        "Ask the supplier; accept the removal if it is right.",
    ),
    "message_too_large": (
        "The request is too big",
        "The portal does not take requests of this size.",
        "Split it into parts.",
    ),
    "message_too_slow": (
        "The request came too slowly",
        "The portal stopped waiting for the rest of it; your data is kept.",
        "The program tries again by itself.",
    ),
    "network_broken": (
        "The answer of the portal broke off",
        "The part received was thrown away; the data shown is as before.",
        "Try again now.",
    ),
    "network_name": (
        "The name of the portal is not known",
        "The network knows no address of {host}, so nothing was sent. Everything is kept here.",
        "Check the network and the address; the program keeps trying by itself.",
    ),
    "network_page": (
        "Somebody else answers in place of the portal",
        (
            "Instead of {portal} a web page answered: usually the sign-in page of a Wi-Fi network "
            "or a filter. Nothing was taken from it, everything is kept."
        ),
        "Open any site in the browser, sign in to the network there and try again.",
    ),
    "network_proxy_kind": (
        "This proxy cannot be used",
        "The program speaks with HTTP proxies only, not with {proxy}. Nothing was sent.",
        "Ask the administrator for an HTTP proxy and enter it in the settings, under Network.",
    ),
    "network_proxy_login": (
        "The proxy asks for login and password",
        "The proxy {proxy} lets nobody through without them, so nothing was sent.",
        (
            "Enter it in the settings, under Network, as http://login:password@{proxy}, or ask the "
            "administrator to let the portal through."
        ),
    ),
    "network_proxy_refused": (
        "The proxy does not let the program through",
        "The proxy {proxy} refused the way to the portal ({reason}). Nothing was sent.",
        "Ask the administrator to allow the address of the portal.",
    ),
    "network_proxy_silent": (
        "The proxy cannot be reached",
        "The requests of this computer go through {proxy}, which does not answer.",
        "Check the network; in the settings, under Network, the proxy can be changed.",
    ),
    "network_slow": (
        "The answer comes too slowly",
        (
            "For a minute no more than {rate} bytes a second came, so it was given up. What had "
            "come whole is kept, the data shown is as before."
        ),
        "The program goes on from there by itself; if it lasts, check the line.",
    ),
    "network_timeout": (
        "The portal did not answer in {seconds} s",
        (
            "Everything is kept; what was on its way will be asked about and sent again "
            "without a duplicate."
        ),
        "Try again now.",
    ),
    "network_tls": (
        "The connection to the portal is not secure",
        (
            "The certificate that {portal} showed was not accepted, so nothing was sent. A filter "
            "or an antivirus that reads along may have put in its own."
        ),
        (
            "Check the date on this computer; the administrator can add the certificate of your "
            "firm to the system or name its file in the settings, under Network."
        ),
    ),
    "network_unreachable": (
        "The portal cannot be reached",
        (
            "There is no connection ({portal}). Everything you entered is kept here; orders "
            "wait in the outbox."
        ),
        "The program keeps trying by itself; check the network or try again now.",
    ),
    "not_found": (
        "It is not there",
        "The portal knows no such object, or it is not yours.",
        "Refresh the list.",
    ),
    "old_password_wrong": (
        "The present password is wrong",
        "The password was not changed.",
        "Enter the present password again.",
    ),
    "order_in_progress": (
        "The portal is still working on this order",
        "Nothing is doubled: the order is asked about again.",
        "The program tries again by itself.",
    ),
    "password_weak": (
        "The password is too simple",
        "The portal asks for at least {length} characters.",
        "Choose a longer password.",
    ),
    "portal_address": (
        "This is not an address",
        "“{text}” cannot be the address of a portal.",
        "Enter an address such as https://portal.example.ru.",
    ),
    "portal_busy": (
        "The portal is busy",
        "It asked to wait; your data is kept.",
        "The program tries again by itself.",
    ),
    "portal_differs": (
        "This profile belongs to another portal",
        (
            "{theirs} is not the portal of this profile, which is {ours}. Nothing was sent: orders "
            "wait for {ours} and go nowhere else, drafts are kept."
        ),
        "For another portal start the program with a profile of its own: --profile NAME.",
    ),
    "portal_differs.asked": (
        "The request is meant for another portal",
        "Nothing was done.",
        "Sign in to the portal that is meant.",
    ),
    "portal_error": (
        "The portal answered with an error ({status})",
        "This is a failure on the supplier's side. Everything you entered is kept.",
        "The program tries again by itself; if it lasts, tell the supplier.",
    ),
    "portal_missing": (
        "There is no portal at this address",
        "The address ({portal}) answers, but it is not a supplier's portal.",
        "Check the address with the supplier.",
    ),
    "portal_newer": (
        "The portal needs a newer program",
        "The portal speaks a newer version of the exchange than this program.",
        "Update the program; drafts and orders are kept.",
    ),
    "portal_restored": (
        "The portal was restored from a copy",
        "Some of your orders are missing there; they are kept here.",
        "Open the outbox and send them again or dismiss them.",
    ),
    "proxy_address": (
        "This is not the address of a proxy",
        "“{text}” cannot be the address of an HTTP proxy. Nothing was changed.",
        "Enter an address such as proxy.firm.ru:3128.",
    ),
    "range_not_there": (
        "The file is shorter than asked",
        "The portal has no such part of the file.",
        "Load the file again.",
    ),
    "scope_healed": (
        "The data agrees with the portal again",
        "{feed}: loaded anew, the checksum fits.",
        "There is nothing to do.",
    ),
    "scope_reloaded": (
        "A part of the data was loaded anew",
        "{feed}: the portal asked for it.",
        "There is nothing to do.",
    ),
    "session_expired": (
        "The session has expired",
        "Drafts and the outbox are kept and go on after sign-in.",
        "Sign in again.",
    ),
    "session_revoked": (
        "You were signed out",
        "The portal ended this session: it was used from elsewhere or withdrawn.",
        "Sign in again; if it was not you, change the password.",
    ),
    "sign_in_blocked": (
        "This sign-in is blocked",
        "The supplier has blocked it; drafts are kept.",
        "Ask the supplier's manager.",
    ),
    "sign_in_needed": (
        "Sign-in needed",
        "You are not signed in; what is stored here can be read, drafts can be edited.",
        "Sign in.",
    ),
    "sign_in_refused": (
        "Wrong login or password",
        "The portal did not accept them.",
        "Check the layout and Caps Lock, or restore the password.",
    ),
    "sign_in_totp": (
        "A one-time code is needed",
        "The portal asks for the code of your authenticator.",
        "Enter the six digits.",
    ),
    "stale_cursor": (
        "The data has to be loaded anew",
        "The portal cannot go on from where this computer stopped; your carts are not touched.",
        "The program loads the data by itself.",
    ),
    "too_many_attempts": (
        "Too many attempts",
        "The portal lets you try again in {seconds} s.",
        "Wait and try again.",
    ),
}
