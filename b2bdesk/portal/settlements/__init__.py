"""What a buyer owes under a contract: entries and the balance made of them."""
