"""The softphone: a child process with PJSIP and the audio devices, and its client in the desktop."""
