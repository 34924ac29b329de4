"""Headset buttons and lamps by the USB HID telephony page, without any vendor's software."""
