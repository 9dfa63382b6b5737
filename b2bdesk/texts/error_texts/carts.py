"""Texts of what carts and their lines refuse or tell."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "already_ordered": (
        "This cart has been ordered already",
        "Its lines stand in the order {numbers}; the cart came back with older data.",
        "Copy the cart if you want to order the same again, else delete it.",
    ),
    "below_minimum": (
        "Less than the minimum",
        "The smallest quantity of {article} is {minimum_e3}.",
        "Raise the quantity to the minimum.",
    ),
    "cart_ambiguous": (
        "Several carts have this name",
        "{count} carts are called “{name}”; nothing was done. Their ids: {ids}.",
        "Name the cart by its id, or rename one of them.",
    ),
    "cart_empty": (
        "The cart is empty",
        "There is nothing to send.",
        "Add goods or import a list.",
    ),
    "cart_frozen": (
        "The cart is locked",
        "“{name}” is protected from changes.",
        "Unlock it first.",
    ),
    "cart_in_bin": (
        "The cart is in the recycle bin",
        "“{name}” was deleted, merged into another cart or split; it is kept there for 30 days.",
        "Restore it, or put the parts together again if it was split.",
    ),
    "cart_in_parts": (
        "The cart was split",
        "“{name}” lives on in parts: {names}. Beside them its goods would be ordered twice.",
        "Take the split back, or put the parts together again.",
    ),
    "cart_name_empty": (
        "The cart needs a name",
        "An empty name does not tell carts apart.",
        "Enter a name.",
    ),
    "cart_not_found": (
        "There is no such cart",
        "No cart is called “{name}”.",
        "Choose one of the list.",
    ),
    "cart_ordered": (
        "These goods were ordered already, from another copy of the program",
        "The supplier has {numbers} of it. Nothing was sent now; the cart is a draft again.",
        "Look at those orders; for what is still needed copy the cart, leave only that and send.",
    ),
    "cart_same": (
        "It is the same cart",
        "A cart cannot be merged with itself.",
        "Choose another cart.",
    ),
    "cart_sealed": (
        "The cart has been sent",
        "A sent cart is not edited; it is kept as it went.",
        "Copy it to a new cart.",
    ),
    "cart_unready": (
        "The cart cannot be sent yet",
        "Lines that need a decision: {count}.",
        "Go through the marked lines (F8).",
    ),
    "cart_was_sent": (
        "The cart went as order {number}",
        "“{name}” was sent; it is kept as it went and is no draft any more.",
        "See it: order show {number}. The same again: order repeat {number}.",
    ),
    "discontinued": (
        "Discontinued goods in the cart",
        "Lines: {count}.",
        "Remove them or choose analogues.",
    ),
    "foreign_unit": (
        "The pack has changed",
        "Lines with a pack that is no longer sold: {count}.",
        "Enter these quantities again.",
    ),
    "item_ambiguous": (
        "Several goods have this article",
        "{count} goods match “{text}”; they are: {articles}.",
        "Choose the right one.",
    ),
    "item_not_found": (
        "No such goods",
        "Nothing in the catalogue matches “{text}”.",
        "Check the article or search by name.",
    ),
    "item_unavailable": (
        "The goods are no longer sold",
        "{article} has left the assortment; the order is kept as a draft.",
        "Remove the line or choose an analogue.",
    ),
    "line_gone": (
        "The line is no longer there",
        "It was removed meanwhile; nothing was changed.",
        "Go on with the other lines.",
    ),
    "line_repeated": (
        "A line came twice",
        "The portal got one line of the order two times; the order was not accepted.",
        "Send the order again; if it happens again, report it.",
    ),
    "no_price": (
        "There is no price",
        "The contract has no price for {article}.",
        "Ask the manager or remove the line.",
    ),
    "no_quantity": (
        "Lines without a quantity",
        "Lines: {count}.",
        "Enter the quantity or remove the lines.",
    ),
    "none_left": (
        "Goods out of stock",
        "Lines: {count}; they can be ordered, the supplier will say when they come.",
        "Choose analogues or send as it is.",
    ),
    "nothing_to_redo": (
        "There is nothing to redo",
        "The cart is as it was.",
        "Go on working.",
    ),
    "nothing_to_undo": (
        "There is nothing to undo",
        "The cart is as it was.",
        "Go on working.",
    ),
    "off_multiple": (
        "Not a multiple of the pack",
        "{article} is sold in multiples of {multiple_e3}.",
        "Round the quantity.",
    ),
    "out_of_assortment": (
        "Outside your assortment",
        "{article} is not sold under this contract.",
        "Choose another contract or an analogue.",
    ),
    "out_of_stock": (
        "Not enough in stock",
        "{article}: {available_e3} available.",
        "Reduce the quantity, wait for the delivery or choose an analogue.",
    ),
    "place_unknown": (
        "There is no such warehouse",
        "{article} is not sold from “{text}” under this contract.",
        "Choose another warehouse.",
    ),
    "price_asked": (
        "The price has to be asked for",
        "This program cannot compute the price of {article} under this contract.",
        "Check the cart online: the portal answers with the price.",
    ),
    "price_changed": (
        "Prices have changed",
        "The order was not accepted and is kept: lines with another price: {count}.",
        "Compare the prices and send again.",
    ),
    "price_kept": (
        "Lines go at your own price",
        "Lines: {count}, cheaper by {less_minor}. If the supplier asks more, he refuses the order.",
        "Accept the new prices or take these lines out, if the goods are needed now.",
    ),
    "price_later": (
        "New prices were put off",
        "Lines whose new price is not decided: {count}. They go at today's price.",
        "Look through the prices before sending.",
    ),
    "quantity_range": (
        "This quantity cannot be ordered",
        "{text} is not a quantity the portal takes.",
        "Correct the quantity.",
    ),
    "short": (
        "Not enough in stock",
        "Lines: {count}; the rest can be delivered later.",
        "Reduce the quantity or send as it is.",
    ),
    "split_nothing": (
        "There is nothing to split",
        "“{name}” comes to one order this way; it is kept as it is.",
        "Choose another way.",
    ),
    "split_sent": (
        "A part has been sent",
        "Sent: {names}. The cart cannot come back as it was; nothing was changed.",
        "Merge the parts that are left, or withdraw the order.",
    ),
    "split_unknown": (
        "The cart is no part of a split",
        "There is nothing to put together; nothing was changed.",
        "Merge the carts you want one by one.",
    ),
    "unit_unknown": (
        "The goods are not sold in this unit",
        "{article} is not sold in “{text}”.",
        "Choose a unit of the goods.",
    ),
}
