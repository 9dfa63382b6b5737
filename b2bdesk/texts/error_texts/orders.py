"""Texts of what stops an order: conditions, limits, what the portal says of it."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "address_unknown": (
        "The delivery address is not known",
        (
            "The portal does not have this address for the contract; the order was not "
            "accepted and is kept as a draft."
        ),
        "Choose another address.",
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
    "combination_not_allowed.combination": (
        "These conditions do not go together",
        "The contract does not allow “{delivery}” to {address} with “{payment}”.",
        "Choose another delivery, address or payment.",
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
    "doubt_unanswered": (
        "Nobody answers whether this order has arrived",
        (
            "The answer to its sending was lost, and the portal's answer to the question after it "
            "is replaced by another one again and again. The order is kept; nothing is doubled."
        ),
        "Ask the supplier's manager whether the order is there, and mark it here.",
    ),
    "entity_unknown": (
        "There is no such legal entity",
        "“{text}” is not among the entities of this sign-in.",
        "Choose one of the list.",
    ),
    "idempotency_conflict": (
        "The portal already has another order with this key",
        "Nothing was doubled; both versions are kept.",
        "Compare the order with the draft.",
    ),
    "no_contract": (
        "There is no contract",
        "There is no contract to order under for this entity.",
        "Ask the supplier's manager for one.",
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
    "order_out_of_sight": (
        "The portal no longer shows this legal entity or contract",
        "An earlier try may have arrived, and there is no telling; nothing is doubled.",
        "Ask the supplier's manager; withdraw the order if it is not needed.",
    ),
    "order_returned": (
        "The order is there again",
        "The portal was restored from another copy and has order {number}, given up here.",
        "Look at the order; cancel it if it is not needed.",
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
    "told_arrived": (
        "Marked as arrived by hand",
        "The supplier has it under number {number}.",
        "Its lines and documents come with a synchronisation.",
    ),
    "total_differs": (
        "The portal counted another sum",
        "Here {ours_minor}, there {theirs_minor}; the order was not accepted by itself.",
        "Compare the lines and decide.",
    ),
    "void_unanswered": (
        "The portal did not say whether the order can be taken back",
        "Something else answered in its place ({status}); all is as it was, nothing is doubled.",
        "Try again later, or ask the supplier's manager.",
    ),
}
