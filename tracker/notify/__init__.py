"""Messages that leave the house: e-mail over SMTP, webhooks of the office messengers. No database."""
