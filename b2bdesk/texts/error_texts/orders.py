"""Texts of what the trade refuses: carts, orders, prices, limits."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "address_unknown": (
        "The delivery address is not known",
        (
            "The portal does not have this address for the contract; the order was not "
            "accepted and is kept as a draft."
        ),
        "Choose another address.",
    ),
    "already_ordered": (
        "This cart has been ordered already",
        "Its lines stand in the order {numbers}; the cart came back with older data.",
        "Copy the cart if you want to order the same again, else delete it.",
    ),
    "below_delivery_minimum": (
        "Too small an order for this delivery",
        "“{delivery}” takes orders from {minimum_minor}; this one comes to {sum_minor}.",
        "Add goods or choose another way of delivery.",
    ),
    "below_delivery_minimum.portal": (
        "Too small an order for this delivery",
        "The portal takes larger orders this way than the data here say.",
        "Synchronise: the terms of the contract have changed.",
    ),
    "below_minimum": (
        "Less than the minimum",
        "The smallest quantity of {article} is {minimum_e3}.",
        "Raise the quantity to the minimum.",
    ),
    "below_minimum_sum": (
        "The order is too small",
        "The supplier takes orders from {minimum_minor}; this one comes to {sum_minor}.",
        "Add goods or join two carts.",
    ),
    "below_minimum_sum.portal": (
        "The order is too small",
        "The portal takes larger orders than the data here say.",
        "Synchronise: the terms of the contract have changed.",
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
    "combination_not_allowed": (
        "These conditions do not go together",
        (
            "The contract does not allow this delivery with this payment; the order is kept as "
            "a draft."
        ),
        "Choose another delivery or payment.",
    ),
    "combination_not_allowed.address": (
        "This delivery does not go to the address",
        "“{delivery}” does not go to {address}; it goes to: {allowed}.",
        "Choose another address or another delivery.",
    ),
    "combination_not_allowed.delivery_not_offered": (
        "The contract has no such delivery",
        "Allowed: {allowed}. The order is kept as a draft.",
        "Choose another delivery.",
    ),
    "combination_not_allowed.payment": (
        "This delivery is not paid this way",
        "“{payment}” does not go with “{delivery}”; allowed: {allowed}.",
        "Choose another payment or another delivery.",
    ),
    "combination_not_allowed.payment_not_offered": (
        "The contract has no such payment",
        "Allowed: {allowed}. The order is kept as a draft.",
        "Choose another payment.",
    ),
    "combination_not_allowed.place": (
        "This delivery does not go from the warehouse",
        "“{delivery}” goes from: {allowed}; some lines name another warehouse.",
        "Choose another delivery or split the cart by warehouse.",
    ),
    "command_unknown": (
        "The outbox has no such entry",
        "It may have been finished meanwhile.",
        "Refresh the outbox.",
    ),
    "consignee_unknown": (
        "The consignee is not known",
        "The portal does not have this consignee for the contract; the order is kept as a draft.",
        "Choose another consignee.",
    ),
    "contract_closed": (
        "The contract is not in force",
        "Orders under this contract are not taken; the order is kept as a draft.",
        "Choose another contract or ask the manager.",
    ),
    "contract_gone": (
        "The contract is no longer there",
        "The portal does not list the contract of this cart; the cart is kept.",
        "Choose another contract.",
    ),
    "credit_limit": (
        "The credit limit is exceeded",
        (
            "The order comes to {sum_minor}, free is {free_minor}. It was not accepted and is "
            "kept as a draft."
        ),
        "Reduce the order, pay the debt or ask the manager.",
    ),
    "credit_limit.before": (
        "The credit limit would be exceeded",
        "Free is {free_minor}, {lacking_minor} short: reduce or split the order, or pay the debt.",
        "Ask the manager if the goods are needed at once.",
    ),
    "credit_limit.portal": (
        "The credit limit would be exceeded",
        "So the portal says; the data here are older.",
        "Synchronise to see what is free.",
    ),
    "date_not_available": (
        "No delivery on this date",
        "{date} is not a delivery day for this address; the order is kept as a draft.",
        "Choose another date.",
    ),
    "date_not_available.closed_date": (
        "The supplier is closed on this day",
        "Nothing ships on {date}; the next day is {first_date}.",
        "Choose another date.",
    ),
    "date_not_available.closed_weekday": (
        "The supplier has a day off",
        "Nothing ships on {date}; the next day is {first_date}.",
        "Choose another date.",
    ),
    "date_not_available.day_past": (
        "This day has passed",
        "{date} has passed; the first day is {first_date}.",
        "Choose another date.",
    ),
    "date_not_available.too_early": (
        "It is too late to ship on this day",
        "Orders after {cut_off} count as of the next day. The first day is {first_date}.",
        "Choose another date.",
    ),
    "discontinued": (
        "Discontinued goods in the cart",
        "Lines: {count}.",
        "Remove them or choose analogues.",
    ),
    "entity_unknown": (
        "There is no such legal entity",
        "“{text}” is not among the entities of this sign-in.",
        "Choose one of the list.",
    ),
    "foreign_unit": (
        "The pack has changed",
        "Lines with a pack that is no longer sold: {count}.",
        "Enter these quantities again.",
    ),
    "idempotency_conflict": (
        "The portal already has another order with this key",
        "Nothing was doubled; both versions are kept.",
        "Compare the order with the draft.",
    ),
    "item_ambiguous": (
        "Several goods have this article",
        "{count} goods match “{text}”.",
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
    "no_contract": (
        "There is no contract",
        "There is no contract to order under for this entity.",
        "Ask the supplier's manager for one.",
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
    "order_differs": (
        "The portal has the order in another form",
        "Its lines are not those that were sent; nothing was doubled.",
        "Compare the order with what was sent.",
    ),
    "order_not_cancellable": (
        "The order can no longer be cancelled",
        "The supplier is already working on it.",
        "Ask the manager.",
    ),
    "order_not_found": (
        "There is no such order",
        "No order has the number “{number}”.",
        "Refresh the orders and check the number.",
    ),
    "order_state": (
        "The order no longer allows this",
        "It is in the state “{state}”; nothing was changed.",
        "Refresh the order.",
    ),
    "order_voided": (
        "The order was withdrawn",
        "The portal will not take it any more; the cart can be edited again.",
        "Send it as a new order if it is needed.",
    ),
    "ordered_elsewhere": (
        "This cart was ordered already, from another copy of the program",
        "The supplier has order {number} of it. Nothing more was sent; the cart is a draft again.",
        "Look at that order; to order the same once more, copy the cart.",
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
    "outbox_state": (
        "This can no longer be done",
        "The sending is already in the state “{state}”.",
        "Refresh the outbox.",
    ),
    "overdue_debt": (
        "There is an overdue debt",
        "Overdue: {overdue_minor}. The supplier may hold the order back.",
        "Pay the overdue invoices or ask the manager.",
    ),
    "overdue_debt.before": (
        "There is an overdue debt",
        "Overdue is {overdue_minor}: pay the invoices, else the supplier may hold the order back.",
        "Ask the manager if the goods are needed at once.",
    ),
    "overdue_debt.portal": (
        "No orders until the debt is paid",
        "The portal takes no orders while something is overdue; the data here are older.",
        "Synchronise to see the debt.",
    ),
    "overdue_debt.stops": (
        "No orders until the debt is paid",
        "Overdue is {overdue_minor}: under this contract no order is taken until it is paid.",
        "Pay the overdue invoices; the order stays a draft.",
    ),
    "place_unknown": (
        "There is no such warehouse",
        "{article} is not sold from “{text}” under this contract.",
        "Choose another warehouse.",
    ),
    "portal_not_asked": (
        "The portal was not asked",
        "There is no connection, so prices and stock are those of the last exchange.",
        "Send it anyway: the portal checks the order when it arrives.",
    ),
    "portal_objects": (
        "The portal has an objection",
        "It says: {text}.",
        "Ask the manager what it means, or send and see the answer.",
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
    "total_differs": (
        "The portal counted another sum",
        "Here {ours_minor}, there {theirs_minor}; the order was not accepted by itself.",
        "Compare the lines and decide.",
    ),
    "unit_unknown": (
        "The goods are not sold in this unit",
        "{article} is not sold in “{text}”.",
        "Choose a unit of the goods.",
    ),
}
