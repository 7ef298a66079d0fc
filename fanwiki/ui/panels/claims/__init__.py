"""What is stated about a subject and how far it is to be believed: the ledger."""
