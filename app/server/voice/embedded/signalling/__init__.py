"""SIP on aiosipua's message model: flows, transactions, registrar, dialogs, SDP."""
