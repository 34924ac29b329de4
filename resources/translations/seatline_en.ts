<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>Seatline</name>
    <message>
      <source>Address</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>Answer</translation>
    </message>
    <message>
      <source>Answer on your phone</source>
      <translation>Answer on your phone</translation>
    </message>
    <message>
      <source>As the computer</source>
      <translation>As the computer</translation>
    </message>
    <message>
      <source>Asked to be called back</source>
      <translation>Asked to be called back</translation>
    </message>
    <message>
      <source>Began</source>
      <translation>Began</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>Busy</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>Call</translation>
    </message>
    <message>
      <source>Call ended</source>
      <translation>Call ended</translation>
    </message>
    <message>
      <source>Call ended by the customer</source>
      <translation>Call ended by the customer</translation>
    </message>
    <message>
      <source>Caller hung up</source>
      <translation>Caller hung up</translation>
    </message>
    <message>
      <source>Calls</source>
      <translation>Calls</translation>
    </message>
    <message>
      <source>Calls answered today, average talk time; missed: {missed}</source>
      <translation>Calls answered today, average talk time; missed: {missed}</translation>
    </message>
    <message>
      <source>Calls come in again as soon as it is back. You need not do anything.</source>
      <translation>Calls come in again as soon as it is back. You need not do anything.</translation>
    </message>
    <message>
      <source>Calls go to your colleagues until you are ready.</source>
      <translation>Calls go to your colleagues until you are ready.</translation>
    </message>
    <message>
      <source>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</source>
      <translation>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>Check the headset and the phone's connection, then go ready again.</source>
      <translation>Check the headset and the phone's connection, then go ready again.</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>Chinese</translation>
    </message>
    <message>
      <source>Choose a call to read what came of it.</source>
      <translation>Choose a call to read what came of it.</translation>
    </message>
    <message>
      <source>Choose device</source>
      <translation>Choose device</translation>
    </message>
    <message>
      <source>Choose first what came of the call (keys 1 to 9).</source>
      <translation>Choose first what came of the call (keys 1 to 9).</translation>
    </message>
    <message>
      <source>Close this file</source>
      <translation>Close this file</translation>
    </message>
    <message>
      <source>Company</source>
      <translation>Company</translation>
    </message>
    <message>
      <source>Compare this fingerprint with the one that your administrator gave you:</source>
      <translation>Compare this fingerprint with the one that your administrator gave you:</translation>
    </message>
    <message>
      <source>Computer's default</source>
      <translation>Computer's default</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>Connecting…</translation>
    </message>
    <message>
      <source>Customer file</source>
      <translation>Customer file</translation>
    </message>
    <message>
      <source>Customer for</source>
      <translation>Customer for</translation>
    </message>
    <message>
      <source>Customers found</source>
      <translation>Customers found</translation>
    </message>
    <message>
      <source>Cut off</source>
      <translation>Cut off</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dark</translation>
    </message>
    <message>
      <source>Decline</source>
      <translation>Decline</translation>
    </message>
    <message>
      <source>Declined</source>
      <translation>Declined</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Description</translation>
    </message>
    <message>
      <source>Desk</source>
      <translation>Desk</translation>
    </message>
    <message>
      <source>Desktop and server are of different versions. Ask your administrator for the fitting one.</source>
      <translation>Desktop and server are of different versions. Ask your administrator for the fitting one.</translation>
    </message>
    <message>
      <source>Desktop {desktop}, server {server}</source>
      <translation>Desktop {desktop}, server {server}</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Done</translation>
    </message>
    <message>
      <source>Draft kept on this computer</source>
      <translation>Draft kept on this computer</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Due</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>English</source>
      <translation>English</translation>
    </message>
    <message>
      <source>Find customer</source>
      <translation>Find customer</translation>
    </message>
    <message>
      <source>Find customer by name or number</source>
      <translation>Find customer by name or number</translation>
    </message>
    <message>
      <source>Find customer by name or number  (Ctrl+F)</source>
      <translation>Find customer by name or number  (Ctrl+F)</translation>
    </message>
    <message>
      <source>First contact with this server</source>
      <translation>First contact with this server</translation>
    </message>
    <message>
      <source>Follow up</source>
      <translation>Follow up</translation>
    </message>
    <message>
      <source>Follow up at</source>
      <translation>Follow up at</translation>
    </message>
    <message>
      <source>For {name}</source>
      <translation>For {name}</translation>
    </message>
    <message>
      <source>Go ready</source>
      <translation>Go ready</translation>
    </message>
    <message>
      <source>Gold</source>
      <translation>Gold</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>Hang up</translation>
    </message>
    <message>
      <source>Headset and phone</source>
      <translation>Headset and phone</translation>
    </message>
    <message>
      <source>High</source>
      <translation>High</translation>
    </message>
    <message>
      <source>Hold</source>
      <translation>Hold</translation>
    </message>
    <message>
      <source>I use another phone</source>
      <translation>I use another phone</translation>
    </message>
    <message>
      <source>Incoming call</source>
      <translation>Incoming call</translation>
    </message>
    <message>
      <source>It could not be saved on this computer. Your text is still here; try again.</source>
      <translation>It could not be saved on this computer. Your text is still here; try again.</translation>
    </message>
    <message>
      <source>It is the same: trust this server</source>
      <translation>It is the same: trust this server</translation>
    </message>
    <message>
      <source>It is tried again by itself. Until then no call can reach you.</source>
      <translation>It is tried again by itself. Until then no call can reach you.</translation>
    </message>
    <message>
      <source>It is tried again by itself. What you write is kept here and sent when it is back.</source>
      <translation>It is tried again by itself. What you write is kept here and sent when it is back.</translation>
    </message>
    <message>
      <source>It shows here with the customer's file. F2 answers from anywhere.</source>
      <translation>It shows here with the customer's file. F2 answers from anywhere.</translation>
    </message>
    <message>
      <source>Keypad</source>
      <translation>Keypad</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Language</translation>
    </message>
    <message>
      <source>Language and look</source>
      <translation>Language and look</translation>
    </message>
    <message>
      <source>Last contact {when}: {what}</source>
      <translation>Last contact {when}: {what}</translation>
    </message>
    <message>
      <source>Left a message</source>
      <translation>Left a message</translation>
    </message>
    <message>
      <source>Left for another way</source>
      <translation>Left for another way</translation>
    </message>
    <message>
      <source>Left in the menu</source>
      <translation>Left in the menu</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Light</translation>
    </message>
    <message>
      <source>Line lost: the customer is called back ({attempt} of {tries})</source>
      <translation>Line lost: the customer is called back ({attempt} of {tries})</translation>
    </message>
    <message>
      <source>Loading your calls…</source>
      <translation>Loading your calls…</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>Look</translation>
    </message>
    <message>
      <source>Low</source>
      <translation>Low</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>Microphone</translation>
    </message>
    <message>
      <source>Microphone unplugged</source>
      <translation>Microphone unplugged</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>Mute</translation>
    </message>
    <message>
      <source>My calls</source>
      <translation>My calls</translation>
    </message>
    <message>
      <source>My last calls</source>
      <translation>My last calls</translation>
    </message>
    <message>
      <source>My state</source>
      <translation>My state</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Name of the person or company</source>
      <translation>Name of the person or company</translation>
    </message>
    <message>
      <source>New customer</source>
      <translation>New customer</translation>
    </message>
    <message>
      <source>New number: write down the name while you talk.</source>
      <translation>New number: write down the name while you talk.</translation>
    </message>
    <message>
      <source>New ticket from this call  (Ctrl+T)</source>
      <translation>New ticket from this call  (Ctrl+T)</translation>
    </message>
    <message>
      <source>No calls yet. The calls that you take are listed here.</source>
      <translation>No calls yet. The calls that you take are listed here.</translation>
    </message>
    <message>
      <source>No connection to the server</source>
      <translation>No connection to the server</translation>
    </message>
    <message>
      <source>No contact so far.</source>
      <translation>No contact so far.</translation>
    </message>
    <message>
      <source>No microphone</source>
      <translation>No microphone</translation>
    </message>
    <message>
      <source>No microphone is found. Plug in your headset or choose another device.</source>
      <translation>No microphone is found. Plug in your headset or choose another device.</translation>
    </message>
    <message>
      <source>No note was written.</source>
      <translation>No note was written.</translation>
    </message>
    <message>
      <source>No phone</source>
      <translation>No phone</translation>
    </message>
    <message>
      <source>No server</source>
      <translation>No server</translation>
    </message>
    <message>
      <source>No speaker</source>
      <translation>No speaker</translation>
    </message>
    <message>
      <source>No speaker is found. Plug in your headset or choose another device.</source>
      <translation>No speaker is found. Plug in your headset or choose another device.</translation>
    </message>
    <message>
      <source>Nobody found. Try part of the number.</source>
      <translation>Nobody found. Try part of the number.</translation>
    </message>
    <message>
      <source>Nobody took the transfer</source>
      <translation>Nobody took the transfer</translation>
    </message>
    <message>
      <source>Normal</source>
      <translation>Normal</translation>
    </message>
    <message>
      <source>Not answered</source>
      <translation>Not answered</translation>
    </message>
    <message>
      <source>Not answered in time: you are set to not ready.</source>
      <translation>Not answered in time: you are set to not ready.</translation>
    </message>
    <message>
      <source>Not linked to a customer</source>
      <translation>Not linked to a customer</translation>
    </message>
    <message>
      <source>Not reached</source>
      <translation>Not reached</translation>
    </message>
    <message>
      <source>Not signed in: the server's certificate was not confirmed.</source>
      <translation>Not signed in: the server's certificate was not confirmed.</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>Note and outcome  (Ctrl+N)</source>
      <translation>Note and outcome  (Ctrl+N)</translation>
    </message>
    <message>
      <source>Note and ticket</source>
      <translation>Note and ticket</translation>
    </message>
    <message>
      <source>Nothing happened with this customer so far.</source>
      <translation>Nothing happened with this customer so far.</translation>
    </message>
    <message>
      <source>Nothing is open. Everything that was promised is done.</source>
      <translation>Nothing is open. Everything that was promised is done.</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>Off duty</source>
      <translation>Off duty</translation>
    </message>
    <message>
      <source>On hold</source>
      <translation>On hold</translation>
    </message>
    <message>
      <source>Open customer file</source>
      <translation>Open customer file</translation>
    </message>
    <message>
      <source>Open promises</source>
      <translation>Open promises</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <translation>Opening the file…</translation>
    </message>
    <message>
      <source>Other phone</source>
      <translation>Other phone</translation>
    </message>
    <message>
      <source>Other phone missing</source>
      <translation>Other phone missing</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Pages</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Password</translation>
    </message>
    <message>
      <source>Phone ready</source>
      <translation>Phone ready</translation>
    </message>
    <message>
      <source>Phone starting…</source>
      <translation>Phone starting…</translation>
    </message>
    <message>
      <source>Phone trouble</source>
      <translation>Phone trouble</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Place</translation>
    </message>
    <message>
      <source>Please fill in server, user name and password.</source>
      <translation>Please fill in server, user name and password.</translation>
    </message>
    <message>
      <source>Please sign in again. What you typed is kept.</source>
      <translation>Please sign in again. What you typed is kept.</translation>
    </message>
    <message>
      <source>Please write a title.</source>
      <translation>Please write a title.</translation>
    </message>
    <message>
      <source>Please write the customer's name.</source>
      <translation>Please write the customer's name.</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>Priority</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Queue</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Ready</translation>
    </message>
    <message>
      <source>Ready for the next call</source>
      <translation>Ready for the next call</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Recording</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>Refused</translation>
    </message>
    <message>
      <source>Reload</source>
      <translation>Reload</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>Remember the password on this computer</source>
      <translation>Remember the password on this computer</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Result</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Resume</translation>
    </message>
    <message>
      <source>Ringing</source>
      <translation>Ringing</translation>
    </message>
    <message>
      <source>Same as speaker</source>
      <translation>Same as speaker</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>Save customer</source>
      <translation>Save customer</translation>
    </message>
    <message>
      <source>Save ticket</source>
      <translation>Save ticket</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Saved</translation>
    </message>
    <message>
      <source>Saved on this computer, will be sent</source>
      <translation>Saved on this computer, will be sent</translation>
    </message>
    <message>
      <source>Saved on this computer; it is being sent.</source>
      <translation>Saved on this computer; it is being sent.</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>Saving…</translation>
    </message>
    <message>
      <source>Searching…</source>
      <translation>Searching…</translation>
    </message>
    <message>
      <source>Seatline</source>
      <translation>Seatline</translation>
    </message>
    <message>
      <source>Seatline is free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
      <translation>Seatline is free software under the GNU General Public License, version 3 or later. It comes without any warranty.</translation>
    </message>
    <message>
      <source>Seatline – sign in</source>
      <translation>Seatline – sign in</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>Server</translation>
    </message>
    <message>
      <source>Server and about</source>
      <translation>Server and about</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Sign in</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Sign out</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>Signing in…</translation>
    </message>
    <message>
      <source>Silver</source>
      <translation>Silver</translation>
    </message>
    <message>
      <source>Something in the form is not right. Please check what you entered.</source>
      <translation>Something in the form is not right. Please check what you entered.</translation>
    </message>
    <message>
      <source>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</source>
      <translation>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</translation>
    </message>
    <message>
      <source>Sound device</source>
      <translation>Sound device</translation>
    </message>
    <message>
      <source>Speaker</source>
      <translation>Speaker</translation>
    </message>
    <message>
      <source>Speaker unplugged</source>
      <translation>Speaker unplugged</translation>
    </message>
    <message>
      <source>Talked</source>
      <translation>Talked</translation>
    </message>
    <message>
      <source>Talking</source>
      <translation>Talking</translation>
    </message>
    <message>
      <source>Talking, muted</source>
      <translation>Talking, muted</translation>
    </message>
    <message>
      <source>The call centre on your desk</source>
      <translation>The call centre on your desk</translation>
    </message>
    <message>
      <source>The call could not be connected.</source>
      <translation>The call could not be connected.</translation>
    </message>
    <message>
      <source>The call is no longer waiting for you: the caller left or a colleague took it.</source>
      <translation>The call is no longer waiting for you: the caller left or a colleague took it.</translation>
    </message>
    <message>
      <source>The caller hung up before the call was answered.</source>
      <translation>The caller hung up before the call was answered.</translation>
    </message>
    <message>
      <source>The certificate could not be saved; it will be asked for again.</source>
      <translation>The certificate could not be saved; it will be asked for again.</translation>
    </message>
    <message>
      <source>The connection to the server is lost.</source>
      <translation>The connection to the server is lost.</translation>
    </message>
    <message>
      <source>The disk of this computer is full. Make room, then save again.</source>
      <translation>The disk of this computer is full. Make room, then save again.</translation>
    </message>
    <message>
      <source>The draft cannot be saved on this computer. Check the room on its disk.</source>
      <translation>The draft cannot be saved on this computer. Check the room on its disk.</translation>
    </message>
    <message>
      <source>The microphone was unplugged; a running call goes on. Plug the headset in again or choose another device.</source>
      <translation>The microphone was unplugged; a running call goes on. Plug the headset in again or choose another device.</translation>
    </message>
    <message>
      <source>The next call's note goes here.</source>
      <translation>The next call's note goes here.</translation>
    </message>
    <message>
      <source>The password store of this computer is locked: you will be asked each time.</source>
      <translation>The password store of this computer is locked: you will be asked each time.</translation>
    </message>
    <message>
      <source>The phone is ready again.</source>
      <translation>The phone is ready again.</translation>
    </message>
    <message>
      <source>The phone program was restarted. It is registering again.</source>
      <translation>The phone program was restarted. It is registering again.</translation>
    </message>
    <message>
      <source>The result of the call is saved.</source>
      <translation>The result of the call is saved.</translation>
    </message>
    <message>
      <source>The server cannot be reached. Check the network and the server's address.</source>
      <translation>The server cannot be reached. Check the network and the server's address.</translation>
    </message>
    <message>
      <source>The server did not take it. Your text is kept here.</source>
      <translation>The server did not take it. Your text is kept here.</translation>
    </message>
    <message>
      <source>The server is back.</source>
      <translation>The server is back.</translation>
    </message>
    <message>
      <source>The server is busy. It will be tried again.</source>
      <translation>The server is busy. It will be tried again.</translation>
    </message>
    <message>
      <source>The server refused the phone's sign-in. Sign in again or tell your administrator.</source>
      <translation>The server refused the phone's sign-in. Sign in again or tell your administrator.</translation>
    </message>
    <message>
      <source>The server's certificate has changed</source>
      <translation>The server's certificate has changed</translation>
    </message>
    <message>
      <source>The server's certificate is not the expected one. Tell your administrator.</source>
      <translation>The server's certificate is not the expected one. Tell your administrator.</translation>
    </message>
    <message>
      <source>The server's certificate is not the one from before. Ask your administrator before you go on.</source>
      <translation>The server's certificate is not the one from before. Ask your administrator before you go on.</translation>
    </message>
    <message>
      <source>The server's disk is full. Tell your administrator; what you typed is kept here.</source>
      <translation>The server's disk is full. Tell your administrator; what you typed is kept here.</translation>
    </message>
    <message>
      <source>The sound device cannot be opened. Close other programs that use it or choose another.</source>
      <translation>The sound device cannot be opened. Close other programs that use it or choose another.</translation>
    </message>
    <message>
      <source>The speaker was unplugged; a running call goes on. Plug the headset in again or choose another device.</source>
      <translation>The speaker was unplugged; a running call goes on. Plug the headset in again or choose another device.</translation>
    </message>
    <message>
      <source>The text is kept on this computer. Show it to your supervisor.</source>
      <translation>The text is kept on this computer. Show it to your supervisor.</translation>
    </message>
    <message>
      <source>This call belongs to somebody else.</source>
      <translation>This call belongs to somebody else.</translation>
    </message>
    <message>
      <source>This computer has no password store: you will be asked each time.</source>
      <translation>This computer has no password store: you will be asked each time.</translation>
    </message>
    <message>
      <source>This is no certificate fingerprint (64 hex digits).</source>
      <translation>This is no certificate fingerprint (64 hex digits).</translation>
    </message>
    <message>
      <source>This is no server address. Write it as https://server:port.</source>
      <translation>This is no server address. Write it as https://server:port.</translation>
    </message>
    <message>
      <source>This is not possible in your present state.</source>
      <translation>This is not possible in your present state.</translation>
    </message>
    <message>
      <source>This is not there any more. Reload the list.</source>
      <translation>This is not there any more. Reload the list.</translation>
    </message>
    <message>
      <source>This may be a new certificate, or somebody between you and the server. Go on only if your administrator names you this fingerprint:</source>
      <translation>This may be a new certificate, or somebody between you and the server. Go on only if your administrator names you this fingerprint:</translation>
    </message>
    <message>
      <source>This number is not known yet. The call and its result go into this file.</source>
      <translation>This number is not known yet. The call and its result go into this file.</translation>
    </message>
    <message>
      <source>This server is new to this computer. Confirm its certificate first.</source>
      <translation>This server is new to this computer. Confirm its certificate first.</translation>
    </message>
    <message>
      <source>This was already saved with other contents. Open it again to change it.</source>
      <translation>This was already saved with other contents. Open it again to change it.</translation>
    </message>
    <message>
      <source>Ticket</source>
      <translation>Ticket</translation>
    </message>
    <message>
      <source>Ticket {number} is saved</source>
      <translation>Ticket {number} is saved</translation>
    </message>
    <message>
      <source>Time line</source>
      <translation>Time line</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Title</translation>
    </message>
    <message>
      <source>Today {answered} · average {average}</source>
      <translation>Today {answered} · average {average}</translation>
    </message>
    <message>
      <source>Too many wrong passwords. Please try again in {seconds} s.</source>
      <translation>Too many wrong passwords. Please try again in {seconds} s.</translation>
    </message>
    <message>
      <source>Too many wrong passwords. Signing in is locked for a while.</source>
      <translation>Too many wrong passwords. Signing in is locked for a while.</translation>
    </message>
    <message>
      <source>Transferred by {name}</source>
      <translation>Transferred by {name}</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Try again</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Try now</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Unknown</source>
      <translation>Unknown</translation>
    </message>
    <message>
      <source>Unknown caller</source>
      <translation>Unknown caller</translation>
    </message>
    <message>
      <source>Unmute</source>
      <translation>Unmute</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>Urgent</translation>
    </message>
    <message>
      <source>User name</source>
      <translation>User name</translation>
    </message>
    <message>
      <source>User name or password is wrong. Please try again.</source>
      <translation>User name or password is wrong. Please try again.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Waited</source>
      <translation>Waited</translation>
    </message>
    <message>
      <source>Wants to be called back</source>
      <translation>Wants to be called back</translation>
    </message>
    <message>
      <source>Was cut off: call back</source>
      <translation>Was cut off: call back</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>What came of it</translation>
    </message>
    <message>
      <source>What was it about, what was agreed?</source>
      <translation>What was it about, what was agreed?</translation>
    </message>
    <message>
      <source>Wrap-up</source>
      <translation>Wrap-up</translation>
    </message>
    <message>
      <source>You are not allowed to do this. Ask your supervisor if you need it.</source>
      <translation>You are not allowed to do this. Ask your supervisor if you need it.</translation>
    </message>
    <message>
      <source>You are not taking calls</source>
      <translation>You are not taking calls</translation>
    </message>
    <message>
      <source>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</source>
      <translation>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</translation>
    </message>
    <message>
      <source>Your call may go on; hold waits. What you write is kept here and sent later.</source>
      <translation>Your call may go on; hold waits. What you write is kept here and sent later.</translation>
    </message>
    <message>
      <source>Your phone could not be reached</source>
      <translation>Your phone could not be reached</translation>
    </message>
    <message>
      <source>Your phone could not be rung. Look at the phone's connection.</source>
      <translation>Your phone could not be rung. Look at the phone's connection.</translation>
    </message>
    <message>
      <source>Your phone is not connected.</source>
      <translation>Your phone is not connected.</translation>
    </message>
    <message>
      <source>Your sign-in has expired.</source>
      <translation>Your sign-in has expired.</translation>
    </message>
    <message>
      <source>Your sign-in has expired. Please sign in again; what you typed is kept.</source>
      <translation>Your sign-in has expired. Please sign in again; what you typed is kept.</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>assigned</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>cancelled</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>closed</translation>
    </message>
    <message>
      <source>due {when}</source>
      <translation>due {when}</translation>
    </message>
    <message>
      <source>follow up {when}</source>
      <translation>follow up {when}</translation>
    </message>
    <message>
      <source>https://callcentre.example:8443</source>
      <translation>https://callcentre.example:8443</translation>
    </message>
    <message>
      <source>in line</source>
      <translation>in line</translation>
    </message>
    <message>
      <source>in progress</source>
      <translation>in progress</translation>
    </message>
    <message>
      <source>just now</source>
      <translation>just now</translation>
    </message>
    <message>
      <source>less than a year</source>
      <translation>less than a year</translation>
    </message>
    <message>
      <source>missed</source>
      <translation>missed</translation>
    </message>
    <message>
      <source>new</source>
      <translation>new</translation>
    </message>
    <message>
      <source>off duty</source>
      <translation>off duty</translation>
    </message>
    <message>
      <source>overdue since {when}</source>
      <translation>overdue since {when}</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>ready</translation>
    </message>
    <message>
      <source>resolved</source>
      <translation>resolved</translation>
    </message>
    <message>
      <source>sending…</source>
      <translation>sending…</translation>
    </message>
    <message>
      <source>then {state}</source>
      <translation>then {state}</translation>
    </message>
    <message>
      <source>today {time}</source>
      <translation>today {time}</translation>
    </message>
    <message>
      <source>tomorrow {time}</source>
      <translation>tomorrow {time}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>waiting</translation>
    </message>
    <message>
      <source>yesterday {time}</source>
      <translation>yesterday {time}</translation>
    </message>
    <message>
      <source>{count} min ago</source>
      <translation>{count} min ago</translation>
    </message>
    <message>
      <source>{count} not accepted by the server</source>
      <translation>{count} not accepted by the server</translation>
    </message>
    <message>
      <source>{count} ready</source>
      <translation>{count} ready</translation>
    </message>
    <message>
      <source>{count} waiting to be sent</source>
      <translation>{count} waiting to be sent</translation>
    </message>
    <message>
      <source>{count} years</source>
      <translation>{count} years</translation>
    </message>
    <message>
      <source>{device} (not plugged in)</source>
      <translation>{device} (not plugged in)</translation>
    </message>
    <message>
      <source>{month}/{day} {time}</source>
      <translation>{month}/{day} {time}</translation>
    </message>
    <message>
      <source>{name} asks you</source>
      <translation>{name} asks you</translation>
    </message>
    <message>
      <source>{name} asks you to join</source>
      <translation>{name} asks you to join</translation>
    </message>
    <message>
      <source>{queue} · waited {time}</source>
      <translation>{queue} · waited {time}</translation>
    </message>
    <message>
      <source>{queue}: {name}</source>
      <translation>{queue}: {name}</translation>
    </message>
    <message>
      <source>{queue}: {waiting} waiting, longest {longest}, {ready} colleagues ready</source>
      <translation>{queue}: {waiting} waiting, longest {longest}, {ready} colleagues ready</translation>
    </message>
    <message>
      <source>{when} · waited {waited} · talked {talked}</source>
      <translation>{when} · waited {waited} · talked {talked}</translation>
    </message>
    <message>
      <source>{who}, from the call before</source>
      <translation>{who}, from the call before</translation>
    </message>
    <message>
      <source>{who}, linked to this call</source>
      <translation>{who}, linked to this call</translation>
    </message>
    <message>
      <source>{year}/{month}/{day}</source>
      <translation>{year}/{month}/{day}</translation>
    </message>
  </context>
</TS>
