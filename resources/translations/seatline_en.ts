<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>Seatline</name>
    <message>
      <source>+{count} s</source>
      <translation>+{count} s</translation>
    </message>
    <message>
      <source>, </source>
      <translation>, </translation>
    </message>
    <message>
      <source>A click ticks off what has been said.</source>
      <translation>A click ticks off what has been said.</translation>
    </message>
    <message>
      <source>A look at the number needs a reason.</source>
      <translation>A look at the number needs a reason.</translation>
    </message>
    <message>
      <source>A silent test call, a few seconds…</source>
      <translation>A silent test call, a few seconds…</translation>
    </message>
    <message>
      <source>A ticket was being written when the program ended. It is not saved yet.</source>
      <translation>A ticket was being written when the program ended. It is not saved yet.</translation>
    </message>
    <message>
      <source>Action</source>
      <translation>Action</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>After the present call.</source>
      <translation>After the present call.</translation>
    </message>
    <message>
      <source>After this call</source>
      <translation>After this call</translation>
    </message>
    <message>
      <source>All</source>
      <translation>All</translation>
    </message>
    <message>
      <source>All commands</source>
      <translation>All commands</translation>
    </message>
    <message>
      <source>All commands, colleagues and customers  (Ctrl+K)</source>
      <translation>All commands, colleagues and customers  (Ctrl+K)</translation>
    </message>
    <message>
      <source>All keys as delivered</source>
      <translation>All keys as delivered</translation>
    </message>
    <message>
      <source>All three</source>
      <translation>All three</translation>
    </message>
    <message>
      <source>Already used for: {action}. Choose others, or change that one first.</source>
      <translation>Already used for: {action}. Choose others, or change that one first.</translation>
    </message>
    <message>
      <source>Always on</source>
      <translation>Always on</translation>
    </message>
    <message>
      <source>Another program has the play key.</source>
      <translation>Another program has the play key.</translation>
    </message>
    <message>
      <source>Another program has these keys. Choose others.</source>
      <translation>Another program has these keys. Choose others.</translation>
    </message>
    <message>
      <source>Another reason</source>
      <translation>Another reason</translation>
    </message>
    <message>
      <source>Another reason, then Enter</source>
      <translation>Another reason, then Enter</translation>
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
      <source>Answer; the other call is put on hold  (F2)</source>
      <translation>Answer; the other call is put on hold  (F2)</translation>
    </message>
    <message>
      <source>Answered elsewhere</source>
      <translation>Answered elsewhere</translation>
    </message>
    <message>
      <source>Answered elsewhere or called back</source>
      <translation>Answered elsewhere or called back</translation>
    </message>
    <message>
      <source>As the computer</source>
      <translation>As the computer</translation>
    </message>
    <message>
      <source>Ask first</source>
      <translation>Ask first</translation>
    </message>
    <message>
      <source>Ask somebody into the call</source>
      <translation>Ask somebody into the call</translation>
    </message>
    <message>
      <source>Asked to be called back</source>
      <translation>Asked to be called back</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>Back to the customer</source>
      <translation>Back to the customer</translation>
    </message>
    <message>
      <source>Before you go ready</source>
      <translation>Before you go ready</translation>
    </message>
    <message>
      <source>Began</source>
      <translation>Began</translation>
    </message>
    <message>
      <source>Begin work</source>
      <translation>Begin work</translation>
    </message>
    <message>
      <source>Being sent…</source>
      <translation>Being sent…</translation>
    </message>
    <message>
      <source>Both of you hear badly.</source>
      <translation>Both of you hear badly.</translation>
    </message>
    <message>
      <source>Both sides hear each other.</source>
      <translation>Both sides hear each other.</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>Busy</translation>
    </message>
    <message>
      <source>By itself: for loudspeakers, not for headsets</source>
      <translation>By itself: for loudspeakers, not for headsets</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>Call</translation>
    </message>
    <message>
      <source>Call back</source>
      <translation>Call back</translation>
    </message>
    <message>
      <source>Call back now</source>
      <translation>Call back now</translation>
    </message>
    <message>
      <source>Call back on another phone</source>
      <translation>Call back on another phone</translation>
    </message>
    <message>
      <source>Call back {name}</source>
      <translation>Call back {name}</translation>
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
      <source>Call in</source>
      <translation>Call in</translation>
    </message>
    <message>
      <source>Call not answered</source>
      <translation>Call not answered</translation>
    </message>
    <message>
      <source>Call now</source>
      <translation>Call now</translation>
    </message>
    <message>
      <source>Call this customer</source>
      <translation>Call this customer</translation>
    </message>
    <message>
      <source>Call this customer; his number is not shown</source>
      <translation>Call this customer; his number is not shown</translation>
    </message>
    <message>
      <source>Call this number</source>
      <translation>Call this number</translation>
    </message>
    <message>
      <source>Call {number}</source>
      <translation>Call {number}</translation>
    </message>
    <message>
      <source>Call-backs</source>
      <translation>Call-backs</translation>
    </message>
    <message>
      <source>Called again himself</source>
      <translation>Called again himself</translation>
    </message>
    <message>
      <source>Called back</source>
      <translation>Called back</translation>
    </message>
    <message>
      <source>Caller hung up</source>
      <translation>Caller hung up</translation>
    </message>
    <message>
      <source>Calling {name}…</source>
      <translation>Calling {name}…</translation>
    </message>
    <message>
      <source>Calling…</source>
      <translation>Calling…</translation>
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
      <source>Calls can be made again when the server is back.</source>
      <translation>Calls can be made again when the server is back.</translation>
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
      <source>Calls on hold</source>
      <translation>Calls on hold</translation>
    </message>
    <message>
      <source>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</source>
      <translation>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</translation>
    </message>
    <message>
      <source>Calls you directly</source>
      <translation>Calls you directly</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>Cancel call-back</source>
      <translation>Cancel call-back</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Cancelled</translation>
    </message>
    <message>
      <source>Change the reply</source>
      <translation>Change the reply</translation>
    </message>
    <message>
      <source>Change this reply</source>
      <translation>Change this reply</translation>
    </message>
    <message>
      <source>Check the headset and the phone's connection, then go ready again.</source>
      <translation>Check the headset and the phone's connection, then go ready again.</translation>
    </message>
    <message>
      <source>Check who is calling</source>
      <translation>Check who is calling</translation>
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
      <source>Choose a call-back to see what was promised.</source>
      <translation>Choose a call-back to see what was promised.</translation>
    </message>
    <message>
      <source>Choose a message to hear it.</source>
      <translation>Choose a message to hear it.</translation>
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
      <source>Choose one to read what was written.</source>
      <translation>Choose one to read what was written.</translation>
    </message>
    <message>
      <source>Choose your headset and make a test call: what you say is played back.</source>
      <translation>Choose your headset and make a test call: what you say is played back.</translation>
    </message>
    <message>
      <source>Chosen by the company's rule</source>
      <translation>Chosen by the company's rule</translation>
    </message>
    <message>
      <source>Click, then press the new keys. Backspace: none. Esc: as before.</source>
      <translation>Click, then press the new keys. Backspace: none. Esc: as before.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>Close  (Esc)</source>
      <translation>Close  (Esc)</translation>
    </message>
    <message>
      <source>Close this file</source>
      <translation>Close this file</translation>
    </message>
    <message>
      <source>Colleague</source>
      <translation>Colleague</translation>
    </message>
    <message>
      <source>Collecting…</source>
      <translation>Collecting…</translation>
    </message>
    <message>
      <source>Command, page, colleague or customer</source>
      <translation>Command, page, colleague or customer</translation>
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
      <source>Conference</source>
      <translation>Conference</translation>
    </message>
    <message>
      <source>Conference, {count} people</source>
      <translation>Conference, {count} people</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>Connecting…</translation>
    </message>
    <message>
      <source>Consultation</source>
      <translation>Consultation</translation>
    </message>
    <message>
      <source>Consulting</source>
      <translation>Consulting</translation>
    </message>
    <message>
      <source>Contents of the file</source>
      <translation>Contents of the file</translation>
    </message>
    <message>
      <source>Customer</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>Customer file</source>
      <translation>Customer file</translation>
    </message>
    <message>
      <source>Customer's name</source>
      <translation>Customer's name</translation>
    </message>
    <message>
      <source>Customer, or note and tools</source>
      <translation>Customer, or note and tools</translation>
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
      <source>Delete</source>
      <translation>Delete</translation>
    </message>
    <message>
      <source>Delete for good?</source>
      <translation>Delete for good?</translation>
    </message>
    <message>
      <source>Delivery or repair needs it</source>
      <translation>Delivery or repair needs it</translation>
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
      <source>Dial a number</source>
      <translation>Dial a number</translation>
    </message>
    <message>
      <source>Direct call</source>
      <translation>Direct call</translation>
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
      <source>Echo and noise</source>
      <translation>Echo and noise</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>Ended</translation>
    </message>
    <message>
      <source>English</source>
      <translation>English</translation>
    </message>
    <message>
      <source>Enter speaks, Ctrl+Enter sends as text, Esc stops</source>
      <translation>Enter speaks, Ctrl+Enter sends as text, Esc stops</translation>
    </message>
    <message>
      <source>Everything that you wrote is on the server.</source>
      <translation>Everything that you wrote is on the server.</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Files</translation>
    </message>
    <message>
      <source>Filled in when it is used:</source>
      <translation>Filled in when it is used:</translation>
    </message>
    <message>
      <source>Find a customer</source>
      <translation>Find a customer</translation>
    </message>
    <message>
      <source>Find a reply</source>
      <translation>Find a reply</translation>
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
      <source>Find the server</source>
      <translation>Find the server</translation>
    </message>
    <message>
      <source>Finish the wrap-up</source>
      <translation>Finish the wrap-up</translation>
    </message>
    <message>
      <source>First contact with this server</source>
      <translation>First contact with this server</translation>
    </message>
    <message>
      <source>First steps…</source>
      <translation>First steps…</translation>
    </message>
    <message>
      <source>Five small steps, about two minutes.</source>
      <translation>Five small steps, about two minutes.</translation>
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
      <source>From {name}</source>
      <translation>From {name}</translation>
    </message>
    <message>
      <source>Get ready to speak…</source>
      <translation>Get ready to speak…</translation>
    </message>
    <message>
      <source>Given up</source>
      <translation>Given up</translation>
    </message>
    <message>
      <source>Go ready</source>
      <translation>Go ready</translation>
    </message>
    <message>
      <source>Go ready anyway</source>
      <translation>Go ready anyway</translation>
    </message>
    <message>
      <source>Go through headset, test call and keys again</source>
      <translation>Go through headset, test call and keys again</translation>
    </message>
    <message>
      <source>Gold</source>
      <translation>Gold</translation>
    </message>
    <message>
      <source>Greeting, delivery, …</source>
      <translation>Greeting, delivery, …</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Group</translation>
    </message>
    <message>
      <source>Hand over</source>
      <translation>Hand over</translation>
    </message>
    <message>
      <source>Hand over without waiting</source>
      <translation>Hand over without waiting</translation>
    </message>
    <message>
      <source>Handled</source>
      <translation>Handled</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>Hang up</translation>
    </message>
    <message>
      <source>Hang up this call</source>
      <translation>Hang up this call</translation>
    </message>
    <message>
      <source>Hanging up hands the call over.</source>
      <translation>Hanging up hands the call over.</translation>
    </message>
    <message>
      <source>Hardly anything was heard. Is the microphone muted or the wrong one chosen?</source>
      <translation>Hardly anything was heard. Is the microphone muted or the wrong one chosen?</translation>
    </message>
    <message>
      <source>Has hung up</source>
      <translation>Has hung up</translation>
    </message>
    <message>
      <source>He will not be called?</source>
      <translation>He will not be called?</translation>
    </message>
    <message>
      <source>Headset</source>
      <translation>Headset</translation>
    </message>
    <message>
      <source>Headset and phone</source>
      <translation>Headset and phone</translation>
    </message>
    <message>
      <source>Headset and test call</source>
      <translation>Headset and test call</translation>
    </message>
    <message>
      <source>Heard well. If the playback was clear, all is right.</source>
      <translation>Heard well. If the playback was clear, all is right.</translation>
    </message>
    <message>
      <source>Hears music</source>
      <translation>Hears music</translation>
    </message>
    <message>
      <source>Hidden again in {count} s; a click hides it now</source>
      <translation>Hidden again in {count} s; a click hides it now</translation>
    </message>
    <message>
      <source>High</source>
      <translation>High</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>High contrast</translation>
    </message>
    <message>
      <source>Hold</source>
      <translation>Hold</translation>
    </message>
    <message>
      <source>Hold or resume</source>
      <translation>Hold or resume</translation>
    </message>
    <message>
      <source>How far it is played</source>
      <translation>How far it is played</translation>
    </message>
    <message>
      <source>I use another phone</source>
      <translation>I use another phone</translation>
    </message>
    <message>
      <source>In 2 h</source>
      <translation>In 2 h</translation>
    </message>
    <message>
      <source>In 3 days</source>
      <translation>In 3 days</translation>
    </message>
    <message>
      <source>In a call, one click speaks a reply or sends it as text.</source>
      <translation>In a call, one click speaks a reply or sends it as text.</translation>
    </message>
    <message>
      <source>In a conference nobody is transferred: leave it, and the others go on.</source>
      <translation>In a conference nobody is transferred: leave it, and the others go on.</translation>
    </message>
    <message>
      <source>In a week</source>
      <translation>In a week</translation>
    </message>
    <message>
      <source>In this window</source>
      <translation>In this window</translation>
    </message>
    <message>
      <source>Incoming call</source>
      <translation>Incoming call</translation>
    </message>
    <message>
      <source>Internal call</source>
      <translation>Internal call</translation>
    </message>
    <message>
      <source>It can be spoken while you talk with the caller.</source>
      <translation>It can be spoken while you talk with the caller.</translation>
    </message>
    <message>
      <source>It cannot be played here. Check the speaker in the settings.</source>
      <translation>It cannot be played here. Check the speaker in the settings.</translation>
    </message>
    <message>
      <source>It could not be saved on this computer. Your text is still here; try again.</source>
      <translation>It could not be saved on this computer. Your text is still here; try again.</translation>
    </message>
    <message>
      <source>It could not be spoken. Please say it yourself.</source>
      <translation>It could not be spoken. Please say it yourself.</translation>
    </message>
    <message>
      <source>It is safe on this computer until it is sent or thrown away.</source>
      <translation>It is safe on this computer until it is sent or thrown away.</translation>
    </message>
    <message>
      <source>It is sent after those before it.</source>
      <translation>It is sent after those before it.</translation>
    </message>
    <message>
      <source>It is sent by itself as soon as the server is back.</source>
      <translation>It is sent by itself as soon as the server is back.</translation>
    </message>
    <message>
      <source>It is the same: trust this server</source>
      <translation>It is the same: trust this server</translation>
    </message>
    <message>
      <source>It is tried again by itself.</source>
      <translation>It is tried again by itself.</translation>
    </message>
    <message>
      <source>It is tried again by itself. Notes and tickets are kept here and sent when it is back; no calls come until then.</source>
      <translation>It is tried again by itself. Notes and tickets are kept here and sent when it is back; no calls come until then.</translation>
    </message>
    <message>
      <source>It is tried again by itself. Until then no call can reach you.</source>
      <translation>It is tried again by itself. Until then no call can reach you.</translation>
    </message>
    <message>
      <source>It rings…</source>
      <translation>It rings…</translation>
    </message>
    <message>
      <source>It shows here with the customer's file. F2 answers from anywhere.</source>
      <translation>It shows here with the customer's file. F2 answers from anywhere.</translation>
    </message>
    <message>
      <source>Jitter</source>
      <translation>Jitter</translation>
    </message>
    <message>
      <source>Just a moment: your phone is being checked</source>
      <translation>Just a moment: your phone is being checked</translation>
    </message>
    <message>
      <source>Key in the extension {digits} when it is answered.</source>
      <translation>Key in the extension {digits} when it is answered.</translation>
    </message>
    <message>
      <source>Keypad</source>
      <translation>Keypad</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Keys</translation>
    </message>
    <message>
      <source>Keys and buttons</source>
      <translation>Keys and buttons</translation>
    </message>
    <message>
      <source>Keys for everywhere need two of Ctrl, Alt and Shift: other programs use the rest.</source>
      <translation>Keys for everywhere need two of Ctrl, Alt and Shift: other programs use the rest.</translation>
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
      <source>Last call</source>
      <translation>Last call</translation>
    </message>
    <message>
      <source>Last contact {when}: {what}</source>
      <translation>Last contact {when}: {what}</translation>
    </message>
    <message>
      <source>Last try</source>
      <translation>Last try</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Later</translation>
    </message>
    <message>
      <source>Leave, the others go on</source>
      <translation>Leave, the others go on</translation>
    </message>
    <message>
      <source>Left a message</source>
      <translation>Left a message</translation>
    </message>
    <message>
      <source>Left at</source>
      <translation>Left at</translation>
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
      <source>Length</source>
      <translation>Length</translation>
    </message>
    <message>
      <source>Let {name} speak</source>
      <translation>Let {name} speak</translation>
    </message>
    <message>
      <source>Level of the microphone</source>
      <translation>Level of the microphone</translation>
    </message>
    <message>
      <source>Level of the speaker</source>
      <translation>Level of the speaker</translation>
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
      <source>Loading colleagues…</source>
      <translation>Loading colleagues…</translation>
    </message>
    <message>
      <source>Loading missed calls…</source>
      <translation>Loading missed calls…</translation>
    </message>
    <message>
      <source>Loading the call-backs…</source>
      <translation>Loading the call-backs…</translation>
    </message>
    <message>
      <source>Loading the messages…</source>
      <translation>Loading the messages…</translation>
    </message>
    <message>
      <source>Loading the quick replies…</source>
      <translation>Loading the quick replies…</translation>
    </message>
    <message>
      <source>Loading your calls…</source>
      <translation>Loading your calls…</translation>
    </message>
    <message>
      <source>Log for support</source>
      <translation>Log for support</translation>
    </message>
    <message>
      <source>Log for support…</source>
      <translation>Log for support…</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>Look</translation>
    </message>
    <message>
      <source>Look at it</source>
      <translation>Look at it</translation>
    </message>
    <message>
      <source>Look: dark</source>
      <translation>Look: dark</translation>
    </message>
    <message>
      <source>Look: high contrast</source>
      <translation>Look: high contrast</translation>
    </message>
    <message>
      <source>Look: light</source>
      <translation>Look: light</translation>
    </message>
    <message>
      <source>Looking for customers…</source>
      <translation>Looking for customers…</translation>
    </message>
    <message>
      <source>Looking for sound devices…</source>
      <translation>Looking for sound devices…</translation>
    </message>
    <message>
      <source>Looking for the server…</source>
      <translation>Looking for the server…</translation>
    </message>
    <message>
      <source>Looking further back…</source>
      <translation>Looking further back…</translation>
    </message>
    <message>
      <source>Lost</source>
      <translation>Lost</translation>
    </message>
    <message>
      <source>Low</source>
      <translation>Low</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Messages</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>Microphone</translation>
    </message>
    <message>
      <source>Microphone and speaker are there.</source>
      <translation>Microphone and speaker are there.</translation>
    </message>
    <message>
      <source>Microphone unplugged</source>
      <translation>Microphone unplugged</translation>
    </message>
    <message>
      <source>Mine</source>
      <translation>Mine</translation>
    </message>
    <message>
      <source>Missed</source>
      <translation>Missed</translation>
    </message>
    <message>
      <source>Missed calls</source>
      <translation>Missed calls</translation>
    </message>
    <message>
      <source>More time to write it up</source>
      <translation>More time to write it up</translation>
    </message>
    <message>
      <source>More time to write it up, once</source>
      <translation>More time to write it up, once</translation>
    </message>
    <message>
      <source>Much of the voice is lost on the way. Use a cable instead of Wi-Fi if you can.</source>
      <translation>Much of the voice is lost on the way. Use a cable instead of Wi-Fi if you can.</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>Mute</translation>
    </message>
    <message>
      <source>Mute or unmute</source>
      <translation>Mute or unmute</translation>
    </message>
    <message>
      <source>Mute {name}</source>
      <translation>Mute {name}</translation>
    </message>
    <message>
      <source>Muted</source>
      <translation>Muted</translation>
    </message>
    <message>
      <source>Muted, only listens</source>
      <translation>Muted, only listens</translation>
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
      <source>My name</source>
      <translation>My name</translation>
    </message>
    <message>
      <source>My state</source>
      <translation>My state</translation>
    </message>
    <message>
      <source>My state: {state}</source>
      <translation>My state: {state}</translation>
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
      <source>Name, department, extension or number</source>
      <translation>Name, department, extension or number</translation>
    </message>
    <message>
      <source>New</source>
      <translation>New</translation>
    </message>
    <message>
      <source>New again</source>
      <translation>New again</translation>
    </message>
    <message>
      <source>New customer</source>
      <translation>New customer</translation>
    </message>
    <message>
      <source>New customer: {name}</source>
      <translation>New customer: {name}</translation>
    </message>
    <message>
      <source>New number: write down the name while you talk.</source>
      <translation>New number: write down the name while you talk.</translation>
    </message>
    <message>
      <source>New quick reply</source>
      <translation>New quick reply</translation>
    </message>
    <message>
      <source>New ticket</source>
      <translation>New ticket</translation>
    </message>
    <message>
      <source>New ticket from this call  (Ctrl+T)</source>
      <translation>New ticket from this call  (Ctrl+T)</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>No call</source>
      <translation>No call</translation>
    </message>
    <message>
      <source>No call can reach you now.</source>
      <translation>No call can reach you now.</translation>
    </message>
    <message>
      <source>No call-back has ended yet.</source>
      <translation>No call-back has ended yet.</translation>
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
      <source>No message is done yet.</source>
      <translation>No message is done yet.</translation>
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
      <source>No missed calls. Whoever you could not answer is listed here.</source>
      <translation>No missed calls. Whoever you could not answer is listed here.</translation>
    </message>
    <message>
      <source>No new messages. What callers say when nobody is free is listed here.</source>
      <translation>No new messages. What callers say when nobody is free is listed here.</translation>
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
      <source>No quick replies yet. Write the first one: what do you say again and again?</source>
      <translation>No quick replies yet. Write the first one: what do you say again and again?</translation>
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
      <source>No text message can be sent: none are delivered here, or his number is not known.</source>
      <translation>No text message can be sent: none are delivered here, or his number is not known.</translation>
    </message>
    <message>
      <source>No text.</source>
      <translation>No text.</translation>
    </message>
    <message>
      <source>Nobody can be called without the server.</source>
      <translation>Nobody can be called without the server.</translation>
    </message>
    <message>
      <source>Nobody can be reached under this number from here. Check it.</source>
      <translation>Nobody can be reached under this number from here. Check it.</translation>
    </message>
    <message>
      <source>Nobody found. Try part of the number.</source>
      <translation>Nobody found. Try part of the number.</translation>
    </message>
    <message>
      <source>Nobody found. Type a name, an extension or a whole telephone number.</source>
      <translation>Nobody found. Type a name, an extension or a whole telephone number.</translation>
    </message>
    <message>
      <source>Nobody is free there now: on the phone. Choose somebody else, or wait a little.</source>
      <translation>Nobody is free there now: on the phone. Choose somebody else, or wait a little.</translation>
    </message>
    <message>
      <source>Nobody ready</source>
      <translation>Nobody ready</translation>
    </message>
    <message>
      <source>Nobody took the transfer</source>
      <translation>Nobody took the transfer</translation>
    </message>
    <message>
      <source>Nobody waits to be called back.</source>
      <translation>Nobody waits to be called back.</translation>
    </message>
    <message>
      <source>None chosen: it rings in the speaker above.</source>
      <translation>None chosen: it rings in the speaker above.</translation>
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
      <source>Not answered in time</source>
      <translation>Not answered in time</translation>
    </message>
    <message>
      <source>Not answered in time: you are set to not ready.</source>
      <translation>Not answered in time: you are set to not ready.</translation>
    </message>
    <message>
      <source>Not called back</source>
      <translation>Not called back</translation>
    </message>
    <message>
      <source>Not filled in: {missing}.</source>
      <translation>Not filled in: {missing}.</translation>
    </message>
    <message>
      <source>Not linked to a customer</source>
      <translation>Not linked to a customer</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>Not now</translation>
    </message>
    <message>
      <source>Not reached</source>
      <translation>Not reached</translation>
    </message>
    <message>
      <source>Not ready yet</source>
      <translation>Not ready yet</translation>
    </message>
    <message>
      <source>Not recorded {time}</source>
      <translation>Not recorded {time}</translation>
    </message>
    <message>
      <source>Not signed in: the server's certificate was not confirmed.</source>
      <translation>Not signed in: the server's certificate was not confirmed.</translation>
    </message>
    <message>
      <source>Not while you are in a call.</source>
      <translation>Not while you are in a call.</translation>
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
      <source>Note and tools</source>
      <translation>Note and tools</translation>
    </message>
    <message>
      <source>Note of a call</source>
      <translation>Note of a call</translation>
    </message>
    <message>
      <source>Note, replies and ticket</source>
      <translation>Note, replies and ticket</translation>
    </message>
    <message>
      <source>Noted so far</source>
      <translation>Noted so far</translation>
    </message>
    <message>
      <source>Nothing fits. Type a name, a number, or what you want to do.</source>
      <translation>Nothing fits. Type a name, a number, or what you want to do.</translation>
    </message>
    <message>
      <source>Nothing found. Try another word.</source>
      <translation>Nothing found. Try another word.</translation>
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
      <source>Nothing of this kind so far.</source>
      <translation>Nothing of this kind so far.</translation>
    </message>
    <message>
      <source>Nothing private was found in it.</source>
      <translation>Nothing private was found in it.</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>Number or name</source>
      <translation>Number or name</translation>
    </message>
    <message>
      <source>Number that the other sees</source>
      <translation>Number that the other sees</translation>
    </message>
    <message>
      <source>Number typed</source>
      <translation>Number typed</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Off</translation>
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
      <source>On hold the caller hears music, not you. Take the call up to speak.</source>
      <translation>On hold the caller hears music, not you. Take the call up to speak.</translation>
    </message>
    <message>
      <source>Open Seatline</source>
      <translation>Open Seatline</translation>
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
      <source>Open telephone links (tel:, sip:) with Seatline</source>
      <translation>Open telephone links (tel:, sip:) with Seatline</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <translation>Opening the file…</translation>
    </message>
    <message>
      <source>Orders</source>
      <translation>Orders</translation>
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
      <source>Outbox</source>
      <translation>Outbox</translation>
    </message>
    <message>
      <source>Outgoing call</source>
      <translation>Outgoing call</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Page</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Pages</translation>
    </message>
    <message>
      <source>Pass the call on to</source>
      <translation>Pass the call on to</translation>
    </message>
    <message>
      <source>Passing on to {name}…</source>
      <translation>Passing on to {name}…</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Password</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Pause recording</source>
      <translation>Pause recording</translation>
    </message>
    <message>
      <source>Pause the recording, as while card data are spoken</source>
      <translation>Pause the recording, as while card data are spoken</translation>
    </message>
    <message>
      <source>People and departments</source>
      <translation>People and departments</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Phone</translation>
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
      <source>Play</source>
      <translation>Play</translation>
    </message>
    <message>
      <source>Please fill in server, user name and password.</source>
      <translation>Please fill in server, user name and password.</translation>
    </message>
    <message>
      <source>Please fill in the server's address.</source>
      <translation>Please fill in the server's address.</translation>
    </message>
    <message>
      <source>Please sign in again. What you typed is kept.</source>
      <translation>Please sign in again. What you typed is kept.</translation>
    </message>
    <message>
      <source>Please write a title and what is to be said.</source>
      <translation>Please write a title and what is to be said.</translation>
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
      <source>Plug in your headset.</source>
      <translation>Plug in your headset.</translation>
    </message>
    <message>
      <source>Press the keys…</source>
      <translation>Press the keys…</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>Priority</translation>
    </message>
    <message>
      <source>Promised</source>
      <translation>Promised</translation>
    </message>
    <message>
      <source>Put it into your note</source>
      <translation>Put it into your note</translation>
    </message>
    <message>
      <source>Put one of this queue's texts into the note</source>
      <translation>Put one of this queue's texts into the note</translation>
    </message>
    <message>
      <source>Put {name} on hold</source>
      <translation>Put {name} on hold</translation>
    </message>
    <message>
      <source>Quality (MOS)</source>
      <translation>Quality (MOS)</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Queue</translation>
    </message>
    <message>
      <source>Quick replies</source>
      <translation>Quick replies</translation>
    </message>
    <message>
      <source>Quick replies: speak or send  (Ctrl+J)</source>
      <translation>Quick replies: speak or send  (Ctrl+J)</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Quit</translation>
    </message>
    <message>
      <source>Read the number to the customer</source>
      <translation>Read the number to the customer</translation>
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
      <source>Really lose this text?</source>
      <translation>Really lose this text?</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Recording</translation>
    </message>
    <message>
      <source>Redial</source>
      <translation>Redial</translation>
    </message>
    <message>
      <source>Redial {name}</source>
      <translation>Redial {name}</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>Refused</translation>
    </message>
    <message>
      <source>Refused by the server</source>
      <translation>Refused by the server</translation>
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
      <source>Replies</source>
      <translation>Replies</translation>
    </message>
    <message>
      <source>Reserved for</source>
      <translation>Reserved for</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Result</translation>
    </message>
    <message>
      <source>Result of a call: {outcome}</source>
      <translation>Result of a call: {outcome}</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Resume</translation>
    </message>
    <message>
      <source>Resume recording</source>
      <translation>Resume recording</translation>
    </message>
    <message>
      <source>Ringing also in</source>
      <translation>Ringing also in</translation>
    </message>
    <message>
      <source>Rings now</source>
      <translation>Rings now</translation>
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
      <source>Save the log</source>
      <translation>Save the log</translation>
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
      <source>Saved as {path}.</source>
      <translation>Saved as {path}.</translation>
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
      <source>Save…</source>
      <translation>Save…</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>Saving…</translation>
    </message>
    <message>
      <source>Say a sentence: it is played back to you.</source>
      <translation>Say a sentence: it is played back to you.</translation>
    </message>
    <message>
      <source>Script</source>
      <translation>Script</translation>
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
      <source>Seatline – first steps</source>
      <translation>Seatline – first steps</translation>
    </message>
    <message>
      <source>Seatline – log for support</source>
      <translation>Seatline – log for support</translation>
    </message>
    <message>
      <source>Seatline – sign in</source>
      <translation>Seatline – sign in</translation>
    </message>
    <message>
      <source>Seatline – {state}</source>
      <translation>Seatline – {state}</translation>
    </message>
    <message>
      <source>Seatline, small window</source>
      <translation>Seatline, small window</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Send again</translation>
    </message>
    <message>
      <source>Send all again</source>
      <translation>Send all again</translation>
    </message>
    <message>
      <source>Send as text</source>
      <translation>Send as text</translation>
    </message>
    <message>
      <source>Send it as a text message  (Ctrl+Enter)</source>
      <translation>Send it as a text message  (Ctrl+Enter)</translation>
    </message>
    <message>
      <source>Sending…</source>
      <translation>Sending…</translation>
    </message>
    <message>
      <source>Sent as a text message.</source>
      <translation>Sent as a text message.</translation>
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
      <source>Setting</source>
      <translation>Setting</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>Settings: keys</source>
      <translation>Settings: keys</translation>
    </message>
    <message>
      <source>Settings: look</source>
      <translation>Settings: look</translation>
    </message>
    <message>
      <source>Settings: sound and phone</source>
      <translation>Settings: sound and phone</translation>
    </message>
    <message>
      <source>Settings: this computer</source>
      <translation>Settings: this computer</translation>
    </message>
    <message>
      <source>Show the whole number; the look is kept</source>
      <translation>Show the whole number; the look is kept</translation>
    </message>
    <message>
      <source>Shown while you talk.</source>
      <translation>Shown while you talk.</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Sign in</translation>
    </message>
    <message>
      <source>Sign on first: somebody who is off duty makes no calls.</source>
      <translation>Sign on first: somebody who is off duty makes no calls.</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Sign out</translation>
    </message>
    <message>
      <source>Signed in at the server.</source>
      <translation>Signed in at the server.</translation>
    </message>
    <message>
      <source>Signing in at the server…</source>
      <translation>Signing in at the server…</translation>
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
      <source>Size of the text</source>
      <translation>Size of the text</translation>
    </message>
    <message>
      <source>Small window</source>
      <translation>Small window</translation>
    </message>
    <message>
      <source>Somebody is calling you. Answer or decline that call first.</source>
      <translation>Somebody is calling you. Answer or decline that call first.</translation>
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
      <source>Sound</source>
      <translation>Sound</translation>
    </message>
    <message>
      <source>Sound and phone</source>
      <translation>Sound and phone</translation>
    </message>
    <message>
      <source>Sound arrives unevenly: the network is busy. End downloads and video.</source>
      <translation>Sound arrives unevenly: the network is busy. End downloads and video.</translation>
    </message>
    <message>
      <source>Sound device</source>
      <translation>Sound device</translation>
    </message>
    <message>
      <source>Sound fair</source>
      <translation>Sound fair</translation>
    </message>
    <message>
      <source>Sound gets lost on the way: use a cable instead of Wi-Fi, or end large downloads.</source>
      <translation>Sound gets lost on the way: use a cable instead of Wi-Fi, or end large downloads.</translation>
    </message>
    <message>
      <source>Sound good</source>
      <translation>Sound good</translation>
    </message>
    <message>
      <source>Sound of the call</source>
      <translation>Sound of the call</translation>
    </message>
    <message>
      <source>Sound poor</source>
      <translation>Sound poor</translation>
    </message>
    <message>
      <source>Speak</source>
      <translation>Speak</translation>
    </message>
    <message>
      <source>Speak it into the call  (Enter)</source>
      <translation>Speak it into the call  (Enter)</translation>
    </message>
    <message>
      <source>Speak now: hello, this is a test.</source>
      <translation>Speak now: hello, this is a test.</translation>
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
      <source>Start Seatline with the computer</source>
      <translation>Start Seatline with the computer</translation>
    </message>
    <message>
      <source>State</source>
      <translation>State</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Steps</translation>
    </message>
    <message>
      <source>Still open</source>
      <translation>Still open</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stop</translation>
    </message>
    <message>
      <source>Stop calling {name}</source>
      <translation>Stop calling {name}</translation>
    </message>
    <message>
      <source>Stop speaking  (Esc)</source>
      <translation>Stop speaking  (Esc)</translation>
    </message>
    <message>
      <source>Surveys</source>
      <translation>Surveys</translation>
    </message>
    <message>
      <source>Swap between two calls</source>
      <translation>Swap between two calls</translation>
    </message>
    <message>
      <source>Switch</source>
      <translation>Switch</translation>
    </message>
    <message>
      <source>Take a break</source>
      <translation>Take a break</translation>
    </message>
    <message>
      <source>Take over</source>
      <translation>Take over</translation>
    </message>
    <message>
      <source>Take up</source>
      <translation>Take up</translation>
    </message>
    <message>
      <source>Take {name} back</source>
      <translation>Take {name} back</translation>
    </message>
    <message>
      <source>Take {name} out of the call</source>
      <translation>Take {name} out of the call</translation>
    </message>
    <message>
      <source>Taken out – {what}</source>
      <translation>Taken out – {what}</translation>
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
      <source>Talks</source>
      <translation>Talks</translation>
    </message>
    <message>
      <source>Team's</source>
      <translation>Team's</translation>
    </message>
    <message>
      <source>Tell me of calls over other programs</source>
      <translation>Tell me of calls over other programs</translation>
    </message>
    <message>
      <source>Tell your administrator the time of this call if it stays so.</source>
      <translation>Tell your administrator the time of this call if it stays so.</translation>
    </message>
    <message>
      <source>Templates</source>
      <translation>Templates</translation>
    </message>
    <message>
      <source>Test again</source>
      <translation>Test again</translation>
    </message>
    <message>
      <source>Test call</source>
      <translation>Test call</translation>
    </message>
    <message>
      <source>Test call: hear yourself</source>
      <translation>Test call: hear yourself</translation>
    </message>
    <message>
      <source>Tested when the phone is signed in.</source>
      <translation>Tested when the phone is signed in.</translation>
    </message>
    <message>
      <source>That phone is not connected now. Choose somebody else.</source>
      <translation>That phone is not connected now. Choose somebody else.</translation>
    </message>
    <message>
      <source>The address is in the letter of your administrator.</source>
      <translation>The address is in the letter of your administrator.</translation>
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
      <source>The call is passed on to {name}.</source>
      <translation>The call is passed on to {name}.</translation>
    </message>
    <message>
      <source>The call-back is cancelled.</source>
      <translation>The call-back is cancelled.</translation>
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
      <source>The computer did not allow the change. Ask whoever looks after it.</source>
      <translation>The computer did not allow the change. Ask whoever looks after it.</translation>
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
      <source>The first figures come a few seconds after the beginning.</source>
      <translation>The first figures come a few seconds after the beginning.</translation>
    </message>
    <message>
      <source>The log could not be saved there. Choose another folder.</source>
      <translation>The log could not be saved there. Choose another folder.</translation>
    </message>
    <message>
      <source>The message is done.</source>
      <translation>The message is done.</translation>
    </message>
    <message>
      <source>The message is new again.</source>
      <translation>The message is new again.</translation>
    </message>
    <message>
      <source>The microphone is back: you are ready again.</source>
      <translation>The microphone is back: you are ready again.</translation>
    </message>
    <message>
      <source>The microphone is gone: no new calls come until it is back.</source>
      <translation>The microphone is gone: no new calls come until it is back.</translation>
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
      <source>The other hears</source>
      <translation>The other hears</translation>
    </message>
    <message>
      <source>The other hears you badly.</source>
      <translation>The other hears you badly.</translation>
    </message>
    <message>
      <source>The other sees</source>
      <translation>The other sees</translation>
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
      <source>The phone of {name} is not connected.</source>
      <translation>The phone of {name} is not connected.</translation>
    </message>
    <message>
      <source>The phone program does not answer. Try again in a moment.</source>
      <translation>The phone program does not answer. Try again in a moment.</translation>
    </message>
    <message>
      <source>The phone program was restarted. It is registering again.</source>
      <translation>The phone program was restarted. It is registering again.</translation>
    </message>
    <message>
      <source>The play/pause key answers, hangs up and mutes</source>
      <translation>The play/pause key answers, hangs up and mutes</translation>
    </message>
    <message>
      <source>The quick reply is gone.</source>
      <translation>The quick reply is gone.</translation>
    </message>
    <message>
      <source>The quick reply is saved.</source>
      <translation>The quick reply is saved.</translation>
    </message>
    <message>
      <source>The recording has been paused for {time}. Resume it if it may go on.</source>
      <translation>The recording has been paused for {time}. Resume it if it may go on.</translation>
    </message>
    <message>
      <source>The reply in full</source>
      <translation>The reply in full</translation>
    </message>
    <message>
      <source>The result of the call is saved.</source>
      <translation>The result of the call is saved.</translation>
    </message>
    <message>
      <source>The server answers.</source>
      <translation>The server answers.</translation>
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
      <source>The server does not hear your phone. A firewall or VPN may be in the way.</source>
      <translation>The server does not hear your phone. A firewall or VPN may be in the way.</translation>
    </message>
    <message>
      <source>The server has no voice for this language. Read it out, or send it as text.</source>
      <translation>The server has no voice for this language. Read it out, or send it as text.</translation>
    </message>
    <message>
      <source>The server has no voice that could say this. Read it out, or send it as text.</source>
      <translation>The server has no voice that could say this. Read it out, or send it as text.</translation>
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
      <source>The server's certificate was not confirmed.</source>
      <translation>The server's certificate was not confirmed.</translation>
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
      <source>The system does not let Seatline hear keys yet. Allow it in the system settings under Privacy, Input Monitoring.</source>
      <translation>The system does not let Seatline hear keys yet. Allow it in the system settings under Privacy, Input Monitoring.</translation>
    </message>
    <message>
      <source>The test call did not reach your phone. A firewall or a VPN may be in the way.</source>
      <translation>The test call did not reach your phone. A firewall or a VPN may be in the way.</translation>
    </message>
    <message>
      <source>The test call did not work. Calls may work all the same.</source>
      <translation>The test call did not work. Calls may work all the same.</translation>
    </message>
    <message>
      <source>The test could not run. Choose another device and try again.</source>
      <translation>The test could not run. Choose another device and try again.</translation>
    </message>
    <message>
      <source>The text is kept on this computer. Show it to your supervisor.</source>
      <translation>The text is kept on this computer. Show it to your supervisor.</translation>
    </message>
    <message>
      <source>The way is long (VPN?): let the other finish speaking before you answer.</source>
      <translation>The way is long (VPN?): let the other finish speaking before you answer.</translation>
    </message>
    <message>
      <source>There is no call to send it to.</source>
      <translation>There is no call to send it to.</translation>
    </message>
    <message>
      <source>There is no call to speak into.</source>
      <translation>There is no call to speak into.</translation>
    </message>
    <message>
      <source>There is no recording of it any more.</source>
      <translation>There is no recording of it any more.</translation>
    </message>
    <message>
      <source>There is no script for {queue}.</source>
      <translation>There is no script for {queue}.</translation>
    </message>
    <message>
      <source>There is no telephone number in this link.</source>
      <translation>There is no telephone number in this link.</translation>
    </message>
    <message>
      <source>These keys belong to writing and moving about. Choose others.</source>
      <translation>These keys belong to writing and moving about. Choose others.</translation>
    </message>
    <message>
      <source>These keys cannot be used. Choose others.</source>
      <translation>These keys cannot be used. Choose others.</translation>
    </message>
    <message>
      <source>They are called by themselves, in turn.</source>
      <translation>They are called by themselves, in turn.</translation>
    </message>
    <message>
      <source>They reach Seatline from any program, without bringing it to the front.</source>
      <translation>They reach Seatline from any program, without bringing it to the front.</translation>
    </message>
    <message>
      <source>This belongs to a queue that is not yours.</source>
      <translation>This belongs to a queue that is not yours.</translation>
    </message>
    <message>
      <source>This call belongs to somebody else.</source>
      <translation>This call belongs to somebody else.</translation>
    </message>
    <message>
      <source>This computer</source>
      <translation>This computer</translation>
    </message>
    <message>
      <source>This computer gives programs no keys of their own: use the headset's buttons.</source>
      <translation>This computer gives programs no keys of their own: use the headset's buttons.</translation>
    </message>
    <message>
      <source>This computer has no password store: you will be asked each time.</source>
      <translation>This computer has no password store: you will be asked each time.</translation>
    </message>
    <message>
      <source>This is how you sound…</source>
      <translation>This is how you sound…</translation>
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
      <source>This queue wants to know what came of the call. Choose it, then finish.</source>
      <translation>This queue wants to know what came of the call. Choose it, then finish.</translation>
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
      <source>This would be typed into the note. Add Ctrl or Alt, or take a function key.</source>
      <translation>This would be typed into the note. Add Ctrl or Alt, or take a function key.</translation>
    </message>
    <message>
      <source>Throw away</source>
      <translation>Throw away</translation>
    </message>
    <message>
      <source>Thrown away.</source>
      <translation>Thrown away.</translation>
    </message>
    <message>
      <source>Ticket</source>
      <translation>Ticket</translation>
    </message>
    <message>
      <source>Ticket number</source>
      <translation>Ticket number</translation>
    </message>
    <message>
      <source>Ticket {number} is saved</source>
      <translation>Ticket {number} is saved</translation>
    </message>
    <message>
      <source>Ticket: {title}</source>
      <translation>Ticket: {title}</translation>
    </message>
    <message>
      <source>Tickets</source>
      <translation>Tickets</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Time</translation>
    </message>
    <message>
      <source>Time left to speak</source>
      <translation>Time left to speak</translation>
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
      <source>To do</source>
      <translation>To do</translation>
    </message>
    <message>
      <source>Today {answered} · average {average}</source>
      <translation>Today {answered} · average {average}</translation>
    </message>
    <message>
      <source>Tomorrow</source>
      <translation>Tomorrow</translation>
    </message>
    <message>
      <source>Too late</source>
      <translation>Too late</translation>
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
      <source>Transfer</source>
      <translation>Transfer</translation>
    </message>
    <message>
      <source>Transfer now</source>
      <translation>Transfer now</translation>
    </message>
    <message>
      <source>Transfer the call</source>
      <translation>Transfer the call</translation>
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
      <source>Try it: press one of these keys, or a button of your headset. They can be changed.</source>
      <translation>Try it: press one of these keys, or a button of your headset. They can be changed.</translation>
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
      <source>Under Wayland programs have no keys of their own: use the headset's buttons or the play key.</source>
      <translation>Under Wayland programs have no keys of their own: use the headset's buttons or the play key.</translation>
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
      <source>Unknown number</source>
      <translation>Unknown number</translation>
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
      <source>Voice both ways</source>
      <translation>Voice both ways</translation>
    </message>
    <message>
      <source>Voice messages</source>
      <translation>Voice messages</translation>
    </message>
    <message>
      <source>Waited</source>
      <translation>Waited</translation>
    </message>
    <message>
      <source>Waits</source>
      <translation>Waits</translation>
    </message>
    <message>
      <source>Waits for</source>
      <translation>Waits for</translation>
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
      <source>Welcome to Seatline</source>
      <translation>Welcome to Seatline</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>What came of it</translation>
    </message>
    <message>
      <source>What do you want to do? Or a name, a number…</source>
      <translation>What do you want to do? Or a name, a number…</translation>
    </message>
    <message>
      <source>What fits</source>
      <translation>What fits</translation>
    </message>
    <message>
      <source>What happened on this computer, for whoever helps you. Look through it: only what you see here is saved, and nothing is sent by itself.</source>
      <translation>What happened on this computer, for whoever helps you. Look through it: only what you see here is saved, and nothing is sent by itself.</translation>
    </message>
    <message>
      <source>What happened on this computer, without numbers and names</source>
      <translation>What happened on this computer, without numbers and names</translation>
    </message>
    <message>
      <source>What is grey is set by the system or by how Seatline was installed.</source>
      <translation>What is grey is set by the system or by how Seatline was installed.</translation>
    </message>
    <message>
      <source>What is said</source>
      <translation>What is said</translation>
    </message>
    <message>
      <source>What to say in a call of this queue</source>
      <translation>What to say in a call of this queue</translation>
    </message>
    <message>
      <source>What was done about it?</source>
      <translation>What was done about it?</translation>
    </message>
    <message>
      <source>What was it about, what was agreed?</source>
      <translation>What was it about, what was agreed?</translation>
    </message>
    <message>
      <source>What was typed before the program ended is saved with its call.</source>
      <translation>What was typed before the program ended is saved with its call.</translation>
    </message>
    <message>
      <source>What was written</source>
      <translation>What was written</translation>
    </message>
    <message>
      <source>What you are when this call is written up; it is remembered</source>
      <translation>What you are when this call is written up; it is remembered</translation>
    </message>
    <message>
      <source>Where is your server?</source>
      <translation>Where is your server?</translation>
    </message>
    <message>
      <source>While another program is used</source>
      <translation>While another program is used</translation>
    </message>
    <message>
      <source>Whole window</source>
      <translation>Whole window</translation>
    </message>
    <message>
      <source>Why do you need the number? The look is kept with the reason.</source>
      <translation>Why do you need the number? The look is kept with the reason.</translation>
    </message>
    <message>
      <source>With the name and password that you were given.</source>
      <translation>With the name and password that you were given.</translation>
    </message>
    <message>
      <source>With the next call, what to say stands here.</source>
      <translation>With the next call, what to say stands here.</translation>
    </message>
    <message>
      <source>With us</source>
      <translation>With us</translation>
    </message>
    <message>
      <source>With {name}</source>
      <translation>With {name}</translation>
    </message>
    <message>
      <source>Without the server nothing can be spoken or sent.</source>
      <translation>Without the server nothing can be spoken or sent.</translation>
    </message>
    <message>
      <source>Wrap-up</source>
      <translation>Wrap-up</translation>
    </message>
    <message>
      <source>Write a quick reply of your own</source>
      <translation>Write a quick reply of your own</translation>
    </message>
    <message>
      <source>Write the note</source>
      <translation>Write the note</translation>
    </message>
    <message>
      <source>You</source>
      <translation>You</translation>
    </message>
    <message>
      <source>You are not allowed to do this. Ask your supervisor if you need it.</source>
      <translation>You are not allowed to do this. Ask your supervisor if you need it.</translation>
    </message>
    <message>
      <source>You are not ready now.</source>
      <translation>You are not ready now.</translation>
    </message>
    <message>
      <source>You are not taking calls</source>
      <translation>You are not taking calls</translation>
    </message>
    <message>
      <source>You are on the phone. Finish this call first, or consult from within it.</source>
      <translation>You are on the phone. Finish this call first, or consult from within it.</translation>
    </message>
    <message>
      <source>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</source>
      <translation>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</translation>
    </message>
    <message>
      <source>You hear</source>
      <translation>You hear</translation>
    </message>
    <message>
      <source>You hear each other</source>
      <translation>You hear each other</translation>
    </message>
    <message>
      <source>You hear each other well.</source>
      <translation>You hear each other well.</translation>
    </message>
    <message>
      <source>You hear the other badly.</source>
      <translation>You hear the other badly.</translation>
    </message>
    <message>
      <source>You hear the ringing.</source>
      <translation>You hear the ringing.</translation>
    </message>
    <message>
      <source>Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and sent later; hold and transfer wait.</source>
      <translation>Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and sent later; hold and transfer wait.</translation>
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
      <source>Your phone is not connected yet. It can be tried again in a moment.</source>
      <translation>Your phone is not connected yet. It can be tried again in a moment.</translation>
    </message>
    <message>
      <source>Your phone is not connected.</source>
      <translation>Your phone is not connected.</translation>
    </message>
    <message>
      <source>Your phone is not connected. It is tried again by itself.</source>
      <translation>Your phone is not connected. It is tried again by itself.</translation>
    </message>
    <message>
      <source>Your phone rings now; pick it up to call {name}.</source>
      <translation>Your phone rings now; pick it up to call {name}.</translation>
    </message>
    <message>
      <source>Your phone rings, then the customer's; his number is not shown</source>
      <translation>Your phone rings, then the customer's; his number is not shown</translation>
    </message>
    <message>
      <source>Your phone was not reached</source>
      <translation>Your phone was not reached</translation>
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
      <source>a ticket</source>
      <translation>a ticket</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>about {time}</translation>
    </message>
    <message>
      <source>addresses: {count}</source>
      <translation>addresses: {count}</translation>
    </message>
    <message>
      <source>an agent had to leave</source>
      <translation>an agent had to leave</translation>
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
      <source>could not be reached</source>
      <translation>could not be reached</translation>
    </message>
    <message>
      <source>did not answer</source>
      <translation>did not answer</translation>
    </message>
    <message>
      <source>done {when}</source>
      <translation>done {when}</translation>
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
      <source>for you</source>
      <translation>for you</translation>
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
      <source>loading…</source>
      <translation>loading…</translation>
    </message>
    <message>
      <source>mailbox answered</source>
      <translation>mailbox answered</translation>
    </message>
    <message>
      <source>mine</source>
      <translation>mine</translation>
    </message>
    <message>
      <source>missed</source>
      <translation>missed</translation>
    </message>
    <message>
      <source>names: {count}</source>
      <translation>names: {count}</translation>
    </message>
    <message>
      <source>new</source>
      <translation>new</translation>
    </message>
    <message>
      <source>next try {when}</source>
      <translation>next try {when}</translation>
    </message>
    <message>
      <source>numbers: {count}</source>
      <translation>numbers: {count}</translation>
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
      <source>recorded</source>
      <translation>recorded</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>refused</translation>
    </message>
    <message>
      <source>resolved</source>
      <translation>resolved</translation>
    </message>
    <message>
      <source>secrets: {count}</source>
      <translation>secrets: {count}</translation>
    </message>
    <message>
      <source>sending…</source>
      <translation>sending…</translation>
    </message>
    <message>
      <source>still to choose</source>
      <translation>still to choose</translation>
    </message>
    <message>
      <source>team's</source>
      <translation>team's</translation>
    </message>
    <message>
      <source>the company</source>
      <translation>the company</translation>
    </message>
    <message>
      <source>the customer's name</source>
      <translation>the customer's name</translation>
    </message>
    <message>
      <source>the queue</source>
      <translation>the queue</translation>
    </message>
    <message>
      <source>the time</source>
      <translation>the time</translation>
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
      <source>tried once</source>
      <translation>tried once</translation>
    </message>
    <message>
      <source>tried {count} times</source>
      <translation>tried {count} times</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>waiting</translation>
    </message>
    <message>
      <source>waits in the line</source>
      <translation>waits in the line</translation>
    </message>
    <message>
      <source>waits {time}</source>
      <translation>waits {time}</translation>
    </message>
    <message>
      <source>was busy</source>
      <translation>was busy</translation>
    </message>
    <message>
      <source>written {when}</source>
      <translation>written {when}</translation>
    </message>
    <message>
      <source>yesterday {time}</source>
      <translation>yesterday {time}</translation>
    </message>
    <message>
      <source>you</source>
      <translation>you</translation>
    </message>
    <message>
      <source>your name</source>
      <translation>your name</translation>
    </message>
    <message>
      <source>{action}: it has arrived, it works.</source>
      <translation>{action}: it has arrived, it works.</translation>
    </message>
    <message>
      <source>{codec} · there and back {time}</source>
      <translation>{codec} · there and back {time}</translation>
    </message>
    <message>
      <source>{count} customers have this number. Who is it?</source>
      <translation>{count} customers have this number. Who is it?</translation>
    </message>
    <message>
      <source>{count} min</source>
      <translation>{count} min</translation>
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
      <source>{count} refused</source>
      <translation>{count} refused</translation>
    </message>
    <message>
      <source>{count} s more to write it up.</source>
      <translation>{count} s more to write it up.</translation>
    </message>
    <message>
      <source>{count} waiting</source>
      <translation>{count} waiting</translation>
    </message>
    <message>
      <source>{count} waiting in your queues</source>
      <translation>{count} waiting in your queues</translation>
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
      <source>{done} of {count}</source>
      <translation>{done} of {count}</translation>
    </message>
    <message>
      <source>{headset}: its buttons answer, hang up and mute.</source>
      <translation>{headset}: its buttons answer, hang up and mute.</translation>
    </message>
    <message>
      <source>{headset}: this user may not read its buttons. Ask your administrator for the rule in the manual.</source>
      <translation>{headset}: this user may not read its buttons. Ask your administrator for the rule in the manual.</translation>
    </message>
    <message>
      <source>{hours} h {count} min</source>
      <translation>{hours} h {count} min</translation>
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
      <source>{name} did not answer.</source>
      <translation>{name} did not answer.</translation>
    </message>
    <message>
      <source>{name} did not answer. Your customer still waits: F3 takes him back.</source>
      <translation>{name} did not answer. Your customer still waits: F3 takes him back.</translation>
    </message>
    <message>
      <source>{name} has hung up. Your customer still waits: F3 takes him back.</source>
      <translation>{name} has hung up. Your customer still waits: F3 takes him back.</translation>
    </message>
    <message>
      <source>{name} has left the call.</source>
      <translation>{name} has left the call.</translation>
    </message>
    <message>
      <source>{name} is off duty.</source>
      <translation>{name} is off duty.</translation>
    </message>
    <message>
      <source>{name} is on the phone.</source>
      <translation>{name} is on the phone.</translation>
    </message>
    <message>
      <source>{name} noted</source>
      <translation>{name} noted</translation>
    </message>
    <message>
      <source>{name}, who was on hold, has hung up.</source>
      <translation>{name}, who was on hold, has hung up.</translation>
    </message>
    <message>
      <source>{page}, {count} waiting</source>
      <translation>{page}, {count} waiting</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
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
      <source>{step}: done</source>
      <translation>{step}: done</translation>
    </message>
    <message>
      <source>{step}: now</source>
      <translation>{step}: now</translation>
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
      <source>{word}. Click for figures.</source>
      <translation>{word}. Click for figures.</translation>
    </message>
    <message>
      <source>{year}/{month}/{day}</source>
      <translation>{year}/{month}/{day}</translation>
    </message>
    <message>
      <source>↑ ↓ choose   ·   Enter does it   ·   Esc closes</source>
      <translation>↑ ↓ choose   ·   Enter does it   ·   Esc closes</translation>
    </message>
  </context>
</TS>
