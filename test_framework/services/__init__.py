"""Real parts that the suite starts and stops: processes, mailbox, proxies."""
