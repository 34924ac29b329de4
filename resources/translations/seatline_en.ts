<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>Seatline</name>
    <message>
      <source> and </source>
      <translation> and </translation>
    </message>
    <message>
      <source> or </source>
      <translation> or </translation>
    </message>
    <message>
      <source>(no heading)</source>
      <translation>(no heading)</translation>
    </message>
    <message>
      <source>(the program's words)</source>
      <translation>(the program's words)</translation>
    </message>
    <message>
      <source>+{count} s</source>
      <translation>+{count} s</translation>
    </message>
    <message>
      <source>, </source>
      <translation>, </translation>
    </message>
    <message>
      <source>1 hour</source>
      <translation>1 hour</translation>
    </message>
    <message>
      <source>2026-11-21</source>
      <translation>2026-11-21</translation>
    </message>
    <message>
      <source>A category needs a name.</source>
      <translation>A category needs a name.</translation>
    </message>
    <message>
      <source>A category stands at most four deep, and never below itself.</source>
      <translation>A category stands at most four deep, and never below itself.</translation>
    </message>
    <message>
      <source>A click opens it</source>
      <translation>A click opens it</translation>
    </message>
    <message>
      <source>A click ticks off what has been said.</source>
      <translation>A click ticks off what has been said.</translation>
    </message>
    <message>
      <source>A code is made of small letters a–z, digits and _, and begins with a letter.</source>
      <translation>A code is made of small letters a–z, digits and _, and begins with a letter.</translation>
    </message>
    <message>
      <source>A colleague</source>
      <translation>A colleague</translation>
    </message>
    <message>
      <source>A date</source>
      <translation>A date</translation>
    </message>
    <message>
      <source>A draft of {who}. Readers do not see it.</source>
      <translation>A draft of {who}. Readers do not see it.</translation>
    </message>
    <message>
      <source>A look at the number needs a reason.</source>
      <translation>A look at the number needs a reason.</translation>
    </message>
    <message>
      <source>A number</source>
      <translation>A number</translation>
    </message>
    <message>
      <source>A number that is a customer's already:</source>
      <translation>A number that is a customer's already:</translation>
    </message>
    <message>
      <source>A promised call-back ended</source>
      <translation>A promised call-back ended</translation>
    </message>
    <message>
      <source>A result of a call was noted</source>
      <translation>A result of a call was noted</translation>
    </message>
    <message>
      <source>A rule needs a name and a tag.</source>
      <translation>A rule needs a name and a tag.</translation>
    </message>
    <message>
      <source>A secret is missing. On the server: {command}</source>
      <translation>A secret is missing. On the server: {command}</translation>
    </message>
    <message>
      <source>A silent test call, a few seconds…</source>
      <translation>A silent test call, a few seconds…</translation>
    </message>
    <message>
      <source>A supervisor decides. The reason and every look are kept.</source>
      <translation>A supervisor decides. The reason and every look are kept.</translation>
    </message>
    <message>
      <source>A text</source>
      <translation>A text</translation>
    </message>
    <message>
      <source>A ticket is made when</source>
      <translation>A ticket is made when</translation>
    </message>
    <message>
      <source>A ticket was being written when the program ended. It is not saved yet.</source>
      <translation>A ticket was being written when the program ended. It is not saved yet.</translation>
    </message>
    <message>
      <source>A voice message was left</source>
      <translation>A voice message was left</translation>
    </message>
    <message>
      <source>A word about it (optional)</source>
      <translation>A word about it (optional)</translation>
    </message>
    <message>
      <source>ARTICLE</source>
      <translation>ARTICLE</translation>
    </message>
    <message>
      <source>About</source>
      <translation>About</translation>
    </message>
    <message>
      <source>About a ticket. Open Seatline to read it.</source>
      <translation>About a ticket. Open Seatline to read it.</translation>
    </message>
    <message>
      <source>About the knowledge base. Open Seatline to read it.</source>
      <translation>About the knowledge base. Open Seatline to read it.</translation>
    </message>
    <message>
      <source>About “{title}”: </source>
      <translation>About “{title}”: </translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>Accept</translation>
    </message>
    <message>
      <source>Accepted</source>
      <translation>Accepted</translation>
    </message>
    <message>
      <source>Action</source>
      <translation>Action</translation>
    </message>
    <message>
      <source>Add a file</source>
      <translation>Add a file</translation>
    </message>
    <message>
      <source>Add a file (20 MB at most); it may be dropped here, too</source>
      <translation>Add a file (20 MB at most); it may be dropped here, too</translation>
    </message>
    <message>
      <source>Add files</source>
      <translation>Add files</translation>
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
      <source>After {count} min</source>
      <translation>After {count} min</translation>
    </message>
    <message>
      <source>Agent</source>
      <translation>Agent</translation>
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
      <source>All customers</source>
      <translation>All customers</translation>
    </message>
    <message>
      <source>All departments</source>
      <translation>All departments</translation>
    </message>
    <message>
      <source>All keys as delivered</source>
      <translation>All keys as delivered</translation>
    </message>
    <message>
      <source>All of these hold</source>
      <translation>All of these hold</translation>
    </message>
    <message>
      <source>All open</source>
      <translation>All open</translation>
    </message>
    <message>
      <source>All or any of the conditions</source>
      <translation>All or any of the conditions</translation>
    </message>
    <message>
      <source>All rows are being checked…</source>
      <translation>All rows are being checked…</translation>
    </message>
    <message>
      <source>All states</source>
      <translation>All states</translation>
    </message>
    <message>
      <source>All three</source>
      <translation>All three</translation>
    </message>
    <message>
      <source>All types</source>
      <translation>All types</translation>
    </message>
    <message>
      <source>Allow</source>
      <translation>Allow</translation>
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
      <source>An article needs a title.</source>
      <translation>An article needs a title.</translation>
    </message>
    <message>
      <source>An earlier version.</source>
      <translation>An earlier version.</translation>
    </message>
    <message>
      <source>Another channel of this kind comes first; this one is not used.</source>
      <translation>Another channel of this kind comes first; this one is not used.</translation>
    </message>
    <message>
      <source>Another choice</source>
      <translation>Another choice</translation>
    </message>
    <message>
      <source>Another customer has this number already. Open his file, or let both have it.</source>
      <translation>Another customer has this number already. Open his file, or let both have it.</translation>
    </message>
    <message>
      <source>Another customer has this number. Tick below if it is both's, or open his file.</source>
      <translation>Another customer has this number. Tick below if it is both's, or open his file.</translation>
    </message>
    <message>
      <source>Another customer may have this number, too</source>
      <translation>Another customer may have this number, too</translation>
    </message>
    <message>
      <source>Another file</source>
      <translation>Another file</translation>
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
      <source>Another tag, then Enter</source>
      <translation>Another tag, then Enter</translation>
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
      <source>Answered. Who asked is told.</source>
      <translation>Answered. Who asked is told.</translation>
    </message>
    <message>
      <source>Any of these holds</source>
      <translation>Any of these holds</translation>
    </message>
    <message>
      <source>Any priority</source>
      <translation>Any priority</translation>
    </message>
    <message>
      <source>Anybody's</source>
      <translation>Anybody's</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>Archive</translation>
    </message>
    <message>
      <source>Article</source>
      <translation>Article</translation>
    </message>
    <message>
      <source>Articles</source>
      <translation>Articles</translation>
    </message>
    <message>
      <source>As a board</source>
      <translation>As a board</translation>
    </message>
    <message>
      <source>As a board  (B)</source>
      <translation>As a board  (B)</translation>
    </message>
    <message>
      <source>As a list</source>
      <translation>As a list</translation>
    </message>
    <message>
      <source>As a list  (B)</source>
      <translation>As a list  (B)</translation>
    </message>
    <message>
      <source>As it was before the line broke.</source>
      <translation>As it was before the line broke.</translation>
    </message>
    <message>
      <source>As it will be read</source>
      <translation>As it will be read</translation>
    </message>
    <message>
      <source>As the computer</source>
      <translation>As the computer</translation>
    </message>
    <message>
      <source>Ask</source>
      <translation>Ask</translation>
    </message>
    <message>
      <source>Ask a supervisor to see this customer in full for a while</source>
      <translation>Ask a supervisor to see this customer in full for a while</translation>
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
      <source>Ask the expert</source>
      <translation>Ask the expert</translation>
    </message>
    <message>
      <source>Ask to see</source>
      <translation>Ask to see</translation>
    </message>
    <message>
      <source>Ask to see this customer in full</source>
      <translation>Ask to see this customer in full</translation>
    </message>
    <message>
      <source>Asked</source>
      <translation>Asked</translation>
    </message>
    <message>
      <source>Asked at</source>
      <translation>Asked at</translation>
    </message>
    <message>
      <source>Asked by</source>
      <translation>Asked by</translation>
    </message>
    <message>
      <source>Asked of each customer, in this order, below the usual fields.</source>
      <translation>Asked of each customer, in this order, below the usual fields.</translation>
    </message>
    <message>
      <source>Asked to be called back</source>
      <translation>Asked to be called back</translation>
    </message>
    <message>
      <source>Asked. You are told as soon as somebody has decided.</source>
      <translation>Asked. You are told as soon as somebody has decided.</translation>
    </message>
    <message>
      <source>Assign</source>
      <translation>Assign</translation>
    </message>
    <message>
      <source>Assign those that are chosen  (A)</source>
      <translation>Assign those that are chosen  (A)</translation>
    </message>
    <message>
      <source>Assign, first move</source>
      <translation>Assign, first move</translation>
    </message>
    <message>
      <source>Assigned</source>
      <translation>Assigned</translation>
    </message>
    <message>
      <source>Assigned to</source>
      <translation>Assigned to</translation>
    </message>
    <message>
      <source>Assign…</source>
      <translation>Assign…</translation>
    </message>
    <message>
      <source>At</source>
      <translation>At</translation>
    </message>
    <message>
      <source>At the top</source>
      <translation>At the top</translation>
    </message>
    <message>
      <source>Attach a file</source>
      <translation>Attach a file</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>Back to the article  (Esc)</source>
      <translation>Back to the article  (Esc)</translation>
    </message>
    <message>
      <source>Back to the articles  (Esc)</source>
      <translation>Back to the articles  (Esc)</translation>
    </message>
    <message>
      <source>Back to the customer</source>
      <translation>Back to the customer</translation>
    </message>
    <message>
      <source>Back to the list  (Esc)</source>
      <translation>Back to the list  (Esc)</translation>
    </message>
    <message>
      <source>Back to what I wrote</source>
      <translation>Back to what I wrote</translation>
    </message>
    <message>
      <source>Balance</source>
      <translation>Balance</translation>
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
      <source>Besides</source>
      <translation>Besides</translation>
    </message>
    <message>
      <source>Besides here in the window, tell me by</source>
      <translation>Besides here in the window, tell me by</translation>
    </message>
    <message>
      <source>Board</source>
      <translation>Board</translation>
    </message>
    <message>
      <source>Both belong to the same matter</source>
      <translation>Both belong to the same matter</translation>
    </message>
    <message>
      <source>Both changed – there it says {texts}.</source>
      <translation>Both changed – there it says {texts}.</translation>
    </message>
    <message>
      <source>Both of you hear badly.</source>
      <translation>Both of you hear badly.</translation>
    </message>
    <message>
      <source>Both of you wrote here. Which one counts?</source>
      <translation>Both of you wrote here. Which one counts?</translation>
    </message>
    <message>
      <source>Both sides hear each other.</source>
      <translation>Both sides hear each other.</translation>
    </message>
    <message>
      <source>Bring back</source>
      <translation>Bring back</translation>
    </message>
    <message>
      <source>Bring in</source>
      <translation>Bring in</translation>
    </message>
    <message>
      <source>Bring in customers from a spreadsheet</source>
      <translation>Bring in customers from a spreadsheet</translation>
    </message>
    <message>
      <source>Bring them in</source>
      <translation>Bring them in</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>Busy</translation>
    </message>
    <message>
      <source>By</source>
      <translation>By</translation>
    </message>
    <message>
      <source>By duty</source>
      <translation>By duty</translation>
    </message>
    <message>
      <source>By itself: for loudspeakers, not for headsets</source>
      <translation>By itself: for loudspeakers, not for headsets</translation>
    </message>
    <message>
      <source>CSV</source>
      <translation>CSV</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>Call</translation>
    </message>
    <message>
      <source>Call among colleagues</source>
      <translation>Call among colleagues</translation>
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
      <source>Call over</source>
      <translation>Call over</translation>
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
      <source>Call-back</source>
      <translation>Call-back</translation>
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
      <source>Categories</source>
      <translation>Categories</translation>
    </message>
    <message>
      <source>Category</source>
      <translation>Category</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Change</translation>
    </message>
    <message>
      <source>Change as a file…</source>
      <translation>Change as a file…</translation>
    </message>
    <message>
      <source>Change the article</source>
      <translation>Change the article</translation>
    </message>
    <message>
      <source>Change the category</source>
      <translation>Change the category</translation>
    </message>
    <message>
      <source>Change the consent</source>
      <translation>Change the consent</translation>
    </message>
    <message>
      <source>Change the customer</source>
      <translation>Change the customer</translation>
    </message>
    <message>
      <source>Change the field</source>
      <translation>Change the field</translation>
    </message>
    <message>
      <source>Change the file</source>
      <translation>Change the file</translation>
    </message>
    <message>
      <source>Change the reply</source>
      <translation>Change the reply</translation>
    </message>
    <message>
      <source>Change the rule</source>
      <translation>Change the rule</translation>
    </message>
    <message>
      <source>Change the segment</source>
      <translation>Change the segment</translation>
    </message>
    <message>
      <source>Change the suggested tag</source>
      <translation>Change the suggested tag</translation>
    </message>
    <message>
      <source>Change the text, let it be checked, then put it in force. What has a fault changes nothing.</source>
      <translation>Change the text, let it be checked, then put it in force. What has a fault changes nothing.</translation>
    </message>
    <message>
      <source>Change this file</source>
      <translation>Change this file</translation>
    </message>
    <message>
      <source>Change this file  (Ctrl+E)</source>
      <translation>Change this file  (Ctrl+E)</translation>
    </message>
    <message>
      <source>Change this reply</source>
      <translation>Change this reply</translation>
    </message>
    <message>
      <source>Change this segment</source>
      <translation>Change this segment</translation>
    </message>
    <message>
      <source>Change title, text and details  (E)</source>
      <translation>Change title, text and details  (E)</translation>
    </message>
    <message>
      <source>Change {number}</source>
      <translation>Change {number}</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Changed</translation>
    </message>
    <message>
      <source>Changed meanwhile by somebody else:</source>
      <translation>Changed meanwhile by somebody else:</translation>
    </message>
    <message>
      <source>Channels</source>
      <translation>Channels</translation>
    </message>
    <message>
      <source>Channels are set up on the server: seatline admin channel. Their secrets are never shown.</source>
      <translation>Channels are set up on the server: seatline admin channel. Their secrets are never shown.</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Check</translation>
    </message>
    <message>
      <source>Check code</source>
      <translation>Check code</translation>
    </message>
    <message>
      <source>Check the headset and the phone's connection, then go ready again.</source>
      <translation>Check the headset and the phone's connection, then go ready again.</translation>
    </message>
    <message>
      <source>Check the rows</source>
      <translation>Check the rows</translation>
    </message>
    <message>
      <source>Check who is calling</source>
      <translation>Check who is calling</translation>
    </message>
    <message>
      <source>Checking…</source>
      <translation>Checking…</translation>
    </message>
    <message>
      <source>Checklist</source>
      <translation>Checklist</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>Chinese</translation>
    </message>
    <message>
      <source>Choice {count}, Chinese</source>
      <translation>Choice {count}, Chinese</translation>
    </message>
    <message>
      <source>Choice {count}, English</source>
      <translation>Choice {count}, English</translation>
    </message>
    <message>
      <source>Choices</source>
      <translation>Choices</translation>
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
      <source>Choose a category.</source>
      <translation>Choose a category.</translation>
    </message>
    <message>
      <source>Choose a customer to see what is known.</source>
      <translation>Choose a customer to see what is known.</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>Choose a file…</translation>
    </message>
    <message>
      <source>Choose a message to hear it.</source>
      <translation>Choose a message to hear it.</translation>
    </message>
    <message>
      <source>Choose a message to see how it fared.</source>
      <translation>Choose a message to see how it fared.</translation>
    </message>
    <message>
      <source>Choose a pair to see both files side by side.</source>
      <translation>Choose a pair to see both files side by side.</translation>
    </message>
    <message>
      <source>Choose a recording…</source>
      <translation>Choose a recording…</translation>
    </message>
    <message>
      <source>Choose a request to see what it is about.</source>
      <translation>Choose a request to see what it is about.</translation>
    </message>
    <message>
      <source>Choose a rule, or write a new one.</source>
      <translation>Choose a rule, or write a new one.</translation>
    </message>
    <message>
      <source>Choose a segment or a filter first: a search is not taken out.</source>
      <translation>Choose a segment or a filter first: a search is not taken out.</translation>
    </message>
    <message>
      <source>Choose a ticket to see what was promised and what was done.</source>
      <translation>Choose a ticket to see what was promised and what was done.</translation>
    </message>
    <message>
      <source>Choose an article to read it.</source>
      <translation>Choose an article to read it.</translation>
    </message>
    <message>
      <source>Choose an entry, or write a new one.</source>
      <translation>Choose an entry, or write a new one.</translation>
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
      <source>Choose none</source>
      <translation>Choose none</translation>
    </message>
    <message>
      <source>Choose none  (Esc)</source>
      <translation>Choose none  (Esc)</translation>
    </message>
    <message>
      <source>Choose one to read what was written.</source>
      <translation>Choose one to read what was written.</translation>
    </message>
    <message>
      <source>Choose several, their priority</source>
      <translation>Choose several, their priority</translation>
    </message>
    <message>
      <source>Choose what came of the call</source>
      <translation>Choose what came of the call</translation>
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
      <source>Clocks: promised within opening hours</source>
      <translation>Clocks: promised within opening hours</translation>
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
      <source>Close the editor</source>
      <translation>Close the editor</translation>
    </message>
    <message>
      <source>Close the ticket</source>
      <translation>Close the ticket</translation>
    </message>
    <message>
      <source>Close the ticket  (Esc)</source>
      <translation>Close the ticket  (Esc)</translation>
    </message>
    <message>
      <source>Close this file</source>
      <translation>Close this file</translation>
    </message>
    <message>
      <source>Close without saving</source>
      <translation>Close without saving</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
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
      <source>Columns</source>
      <translation>Columns</translation>
    </message>
    <message>
      <source>Command, page, colleague or customer</source>
      <translation>Command, page, colleague or customer</translation>
    </message>
    <message>
      <source>Comment</source>
      <translation>Comment</translation>
    </message>
    <message>
      <source>Comment on a ticket</source>
      <translation>Comment on a ticket</translation>
    </message>
    <message>
      <source>Comment, change, watch</source>
      <translation>Comment, change, watch</translation>
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
      <source>Comparison</source>
      <translation>Comparison</translation>
    </message>
    <message>
      <source>Computer's default</source>
      <translation>Computer's default</translation>
    </message>
    <message>
      <source>Condition</source>
      <translation>Condition</translation>
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
      <source>Confirmed or cancelled: into the archive</source>
      <translation>Confirmed or cancelled: into the archive</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>Connecting…</translation>
    </message>
    <message>
      <source>Consents</source>
      <translation>Consents</translation>
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
      <source>Conversation</source>
      <translation>Conversation</translation>
    </message>
    <message>
      <source>Copied.</source>
      <translation>Copied.</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copy</translation>
    </message>
    <message>
      <source>Copy the number</source>
      <translation>Copy the number</translation>
    </message>
    <message>
      <source>Copy what is to be said</source>
      <translation>Copy what is to be said</translation>
    </message>
    <message>
      <source>Correct the answer</source>
      <translation>Correct the answer</translation>
    </message>
    <message>
      <source>Counting…</source>
      <translation>Counting…</translation>
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
      <source>Customers</source>
      <translation>Customers</translation>
    </message>
    <message>
      <source>Customers by conditions; kept under a name, if wanted</source>
      <translation>Customers by conditions; kept under a name, if wanted</translation>
    </message>
    <message>
      <source>Customers found</source>
      <translation>Customers found</translation>
    </message>
    <message>
      <source>Customers reach this server at</source>
      <translation>Customers reach this server at</translation>
    </message>
    <message>
      <source>Customers' form</source>
      <translation>Customers' form</translation>
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
      <source>Days</source>
      <translation>Days</translation>
    </message>
    <message>
      <source>Decision</source>
      <translation>Decision</translation>
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
      <source>Delete the file {name}</source>
      <translation>Delete the file {name}</translation>
    </message>
    <message>
      <source>Delete the view “{name}”</source>
      <translation>Delete the view “{name}”</translation>
    </message>
    <message>
      <source>Delete the view “{name}”?</source>
      <translation>Delete the view “{name}”?</translation>
    </message>
    <message>
      <source>Delete this file?</source>
      <translation>Delete this file?</translation>
    </message>
    <message>
      <source>Delivery or repair needs it</source>
      <translation>Delivery or repair needs it</translation>
    </message>
    <message>
      <source>Department</source>
      <translation>Department</translation>
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
      <source>Details</source>
      <translation>Details</translation>
    </message>
    <message>
      <source>Dial a number</source>
      <translation>Dial a number</translation>
    </message>
    <message>
      <source>Dial the number on the clipboard</source>
      <translation>Dial the number on the clipboard</translation>
    </message>
    <message>
      <source>Did not arrive</source>
      <translation>Did not arrive</translation>
    </message>
    <message>
      <source>Direct call</source>
      <translation>Direct call</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Discard</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>Discard changes</translation>
    </message>
    <message>
      <source>Do it</source>
      <translation>Do it</translation>
    </message>
    <message>
      <source>Do not share “{name}” any more</source>
      <translation>Do not share “{name}” any more</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Done</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>Draft</translation>
    </message>
    <message>
      <source>Draft kept on this computer</source>
      <translation>Draft kept on this computer</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>Drafts</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Due</translation>
    </message>
    <message>
      <source>Due at a certain time</source>
      <translation>Due at a certain time</translation>
    </message>
    <message>
      <source>Due first</source>
      <translation>Due first</translation>
    </message>
    <message>
      <source>Due soon</source>
      <translation>Due soon</translation>
    </message>
    <message>
      <source>Duplicates</source>
      <translation>Duplicates</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>E-mail address</source>
      <translation>E-mail address</translation>
    </message>
    <message>
      <source>Earlier version</source>
      <translation>Earlier version</translation>
    </message>
    <message>
      <source>Echo and noise</source>
      <translation>Echo and noise</translation>
    </message>
    <message>
      <source>Edit categories</source>
      <translation>Edit categories</translation>
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
      <source>Enter speaks, Ctrl+Enter sends as text, Esc stops, Alt with up or down moves</source>
      <translation>Enter speaks, Ctrl+Enter sends as text, Esc stops, Alt with up or down moves</translation>
    </message>
    <message>
      <source>Entries of the form</source>
      <translation>Entries of the form</translation>
    </message>
    <message>
      <source>Every form</source>
      <translation>Every form</translation>
    </message>
    <message>
      <source>Everybody finds it under Views</source>
      <translation>Everybody finds it under Views</translation>
    </message>
    <message>
      <source>Everything is assigned.</source>
      <translation>Everything is assigned.</translation>
    </message>
    <message>
      <source>Everything that you wrote is on the server.</source>
      <translation>Everything that you wrote is on the server.</translation>
    </message>
    <message>
      <source>Excel</source>
      <translation>Excel</translation>
    </message>
    <message>
      <source>Excel or CSV, up to 20 MB; drop it here. Nothing is written before you say so.</source>
      <translation>Excel or CSV, up to 20 MB; drop it here. Nothing is written before you say so.</translation>
    </message>
    <message>
      <source>Experts: questions go to them</source>
      <translation>Experts: questions go to them</translation>
    </message>
    <message>
      <source>Expired</source>
      <translation>Expired</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Export these customers as a file</source>
      <translation>Export these customers as a file</translation>
    </message>
    <message>
      <source>Exporting…</source>
      <translation>Exporting…</translation>
    </message>
    <message>
      <source>FAQ</source>
      <translation>FAQ</translation>
    </message>
    <message>
      <source>Faults</source>
      <translation>Faults</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Field</translation>
    </message>
    <message>
      <source>Fields of its own</source>
      <translation>Fields of its own</translation>
    </message>
    <message>
      <source>File</source>
      <translation>File</translation>
    </message>
    <message>
      <source>File added</source>
      <translation>File added</translation>
    </message>
    <message>
      <source>File deleted</source>
      <translation>File deleted</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Files</translation>
    </message>
    <message>
      <source>Files of this kind are not taken. Pictures, PDF, office files and sound are.</source>
      <translation>Files of this kind are not taken. Pictures, PDF, office files and sound are.</translation>
    </message>
    <message>
      <source>Fill in the conditions to count.</source>
      <translation>Fill in the conditions to count.</translation>
    </message>
    <message>
      <source>Filled in when it is sent; a part in [brackets] is left out where one of its values is empty:</source>
      <translation>Filled in when it is sent; a part in [brackets] is left out where one of its values is empty:</translation>
    </message>
    <message>
      <source>Filled in when it is used:</source>
      <translation>Filled in when it is used:</translation>
    </message>
    <message>
      <source>Filters</source>
      <translation>Filters</translation>
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
      <source>Find by name</source>
      <translation>Find by name</translation>
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
      <source>Find customers</source>
      <translation>Find customers</translation>
    </message>
    <message>
      <source>Find the server</source>
      <translation>Find the server</translation>
    </message>
    <message>
      <source>Find tickets</source>
      <translation>Find tickets</translation>
    </message>
    <message>
      <source>Find tickets  (/)</source>
      <translation>Find tickets  (/)</translation>
    </message>
    <message>
      <source>Finish the wrap-up</source>
      <translation>Finish the wrap-up</translation>
    </message>
    <message>
      <source>First answer</source>
      <translation>First answer</translation>
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
      <source>For</source>
      <translation>For</translation>
    </message>
    <message>
      <source>For all colleagues</source>
      <translation>For all colleagues</translation>
    </message>
    <message>
      <source>For example: {text}</source>
      <translation>For example: {text}</translation>
    </message>
    <message>
      <source>For files and programs; it stays as it is</source>
      <translation>For files and programs; it stays as it is</translation>
    </message>
    <message>
      <source>For how long</source>
      <translation>For how long</translation>
    </message>
    <message>
      <source>For me</source>
      <translation>For me</translation>
    </message>
    <message>
      <source>For the team</source>
      <translation>For the team</translation>
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
      <source>Give back</source>
      <translation>Give back</translation>
    </message>
    <message>
      <source>Give it to somebody  (A)</source>
      <translation>Give it to somebody  (A)</translation>
    </message>
    <message>
      <source>Give up what was typed?</source>
      <translation>Give up what was typed?</translation>
    </message>
    <message>
      <source>Given back to who wrote it.</source>
      <translation>Given back to who wrote it.</translation>
    </message>
    <message>
      <source>Given up</source>
      <translation>Given up</translation>
    </message>
    <message>
      <source>Go on with these</source>
      <translation>Go on with these</translation>
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
      <source>Goes to</source>
      <translation>Goes to</translation>
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
      <source>Group of conditions</source>
      <translation>Group of conditions</translation>
    </message>
    <message>
      <source>Hand in</source>
      <translation>Hand in</translation>
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
      <source>Handed in. Somebody else looks it over.</source>
      <translation>Handed in. Somebody else looks it over.</translation>
    </message>
    <message>
      <source>Handed over to the provider for {to}.</source>
      <translation>Handed over to the provider for {to}.</translation>
    </message>
    <message>
      <source>Handed over.</source>
      <translation>Handed over.</translation>
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
      <source>Has to be filled in</source>
      <translation>Has to be filled in</translation>
    </message>
    <message>
      <source>He said so or refused it; his file says since when</source>
      <translation>He said so or refused it; his file says since when</translation>
    </message>
    <message>
      <source>He wants no text messages, so none was sent. If he asks for one, change it in his file first.</source>
      <translation>He wants no text messages, so none was sent. If he asks for one, change it in his file first.</translation>
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
      <source>Hidden again in {count} s</source>
      <translation>Hidden again in {count} s</translation>
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
      <source>His consents say so. Change it there: Change, Consents.</source>
      <translation>His consents say so. Change it there: Change, Consents.</translation>
    </message>
    <message>
      <source>History</source>
      <translation>History</translation>
    </message>
    <message>
      <source>Hold</source>
      <translation>Hold</translation>
    </message>
    <message>
      <source>Hold and call</source>
      <translation>Hold and call</translation>
    </message>
    <message>
      <source>Hold or resume</source>
      <translation>Hold or resume</translation>
    </message>
    <message>
      <source>Home</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>How I want to be told</source>
      <translation>How I want to be told</translation>
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
      <source>Import</source>
      <translation>Import</translation>
    </message>
    <message>
      <source>Imports of before</source>
      <translation>Imports of before</translation>
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
      <source>In force from now on.</source>
      <translation>In force from now on.</translation>
    </message>
    <message>
      <source>In the archive: deleted with all that hangs on it</source>
      <translation>In the archive: deleted with all that hangs on it</translation>
    </message>
    <message>
      <source>In the window</source>
      <translation>In the window</translation>
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
      <source>Internal</source>
      <translation>Internal</translation>
    </message>
    <message>
      <source>Internal call</source>
      <translation>Internal call</translation>
    </message>
    <message>
      <source>It becomes yours</source>
      <translation>It becomes yours</translation>
    </message>
    <message>
      <source>It begins…</source>
      <translation>It begins…</translation>
    </message>
    <message>
      <source>It can be spoken while you talk with the caller.</source>
      <translation>It can be spoken while you talk with the caller.</translation>
    </message>
    <message>
      <source>It cannot be moved from here.</source>
      <translation>It cannot be moved from here.</translation>
    </message>
    <message>
      <source>It cannot be played here. Check the speaker in the settings.</source>
      <translation>It cannot be played here. Check the speaker in the settings.</translation>
    </message>
    <message>
      <source>It cannot be used as it is set up: {why}</source>
      <translation>It cannot be used as it is set up: {why}</translation>
    </message>
    <message>
      <source>It cannot be written there. Choose another folder.</source>
      <translation>It cannot be written there. Choose another folder.</translation>
    </message>
    <message>
      <source>It could not be handed over because of a fault. The server's log says more.</source>
      <translation>It could not be handed over because of a fault. The server's log says more.</translation>
    </message>
    <message>
      <source>It could not be saved on this computer. Your text is still here; try again.</source>
      <translation>It could not be saved on this computer. Your text is still here; try again.</translation>
    </message>
    <message>
      <source>It could not be sent in time. Look whether it still makes sense, then send it again.</source>
      <translation>It could not be sent in time. Look whether it still makes sense, then send it again.</translation>
    </message>
    <message>
      <source>It could not be spoken. Please say it yourself.</source>
      <translation>It could not be spoken. Please say it yourself.</translation>
    </message>
    <message>
      <source>It did not help</source>
      <translation>It did not help</translation>
    </message>
    <message>
      <source>It goes on by itself; you may leave this page.</source>
      <translation>It goes on by itself; you may leave this page.</translation>
    </message>
    <message>
      <source>It has expired: readers do not find it.</source>
      <translation>It has expired: readers do not find it.</translation>
    </message>
    <message>
      <source>It helped</source>
      <translation>It helped</translation>
    </message>
    <message>
      <source>It is being sent again.</source>
      <translation>It is being sent again.</translation>
    </message>
    <message>
      <source>It is being undone…</source>
      <translation>It is being undone…</translation>
    </message>
    <message>
      <source>It is in no form now. What stood in the customers' files is kept.</source>
      <translation>It is in no form now. What stood in the customers' files is kept.</translation>
    </message>
    <message>
      <source>It is in the form again, with what stood in the files.</source>
      <translation>It is in the form again, with what stood in the files.</translation>
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
      <source>It is shared: it goes for everybody. The tickets stay as they are.</source>
      <translation>It is shared: it goes for everybody. The tickets stay as they are.</translation>
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
      <source>Keep</source>
      <translation>Keep</translation>
    </message>
    <message>
      <source>Keep the remark</source>
      <translation>Keep the remark</translation>
    </message>
    <message>
      <source>Keep this file</source>
      <translation>Keep this file</translation>
    </message>
    <message>
      <source>Keep this view</source>
      <translation>Keep this view</translation>
    </message>
    <message>
      <source>Keep what is shown as a view…</source>
      <translation>Keep what is shown as a view…</translation>
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
      <source>Kind</source>
      <translation>Kind</translation>
    </message>
    <message>
      <source>Kind of field</source>
      <translation>Kind of field</translation>
    </message>
    <message>
      <source>Kind of number</source>
      <translation>Kind of number</translation>
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
      <source>Last changed first</source>
      <translation>Last changed first</translation>
    </message>
    <message>
      <source>Last contact {when}: {what}</source>
      <translation>Last contact {when}: {what}</translation>
    </message>
    <message>
      <source>Last failure</source>
      <translation>Last failure</translation>
    </message>
    <message>
      <source>Last handed over</source>
      <translation>Last handed over</translation>
    </message>
    <message>
      <source>Last try</source>
      <translation>Last try</translation>
    </message>
    <message>
      <source>Late</source>
      <translation>Late</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Later</translation>
    </message>
    <message>
      <source>Leave the row out</source>
      <translation>Leave the row out</translation>
    </message>
    <message>
      <source>Leave to see</source>
      <translation>Leave to see</translation>
    </message>
    <message>
      <source>Leave to see private data</source>
      <translation>Leave to see private data</translation>
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
      <source>Level</source>
      <translation>Level</translation>
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
      <source>Link</source>
      <translation>Link</translation>
    </message>
    <message>
      <source>Link another ticket</source>
      <translation>Link another ticket</translation>
    </message>
    <message>
      <source>Link another ticket…</source>
      <translation>Link another ticket…</translation>
    </message>
    <message>
      <source>Link removed</source>
      <translation>Link removed</translation>
    </message>
    <message>
      <source>Linked</source>
      <translation>Linked</translation>
    </message>
    <message>
      <source>Links</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>List of tickets</source>
      <translation>List of tickets</translation>
    </message>
    <message>
      <source>Listen</source>
      <translation>Listen</translation>
    </message>
    <message>
      <source>Load again</source>
      <translation>Load again</translation>
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
      <source>Loading the board…</source>
      <translation>Loading the board…</translation>
    </message>
    <message>
      <source>Loading the call-backs…</source>
      <translation>Loading the call-backs…</translation>
    </message>
    <message>
      <source>Loading the channels…</source>
      <translation>Loading the channels…</translation>
    </message>
    <message>
      <source>Loading the customers…</source>
      <translation>Loading the customers…</translation>
    </message>
    <message>
      <source>Loading the messages…</source>
      <translation>Loading the messages…</translation>
    </message>
    <message>
      <source>Loading the notices…</source>
      <translation>Loading the notices…</translation>
    </message>
    <message>
      <source>Loading the quick replies…</source>
      <translation>Loading the quick replies…</translation>
    </message>
    <message>
      <source>Loading the requests…</source>
      <translation>Loading the requests…</translation>
    </message>
    <message>
      <source>Loading the rules…</source>
      <translation>Loading the rules…</translation>
    </message>
    <message>
      <source>Loading the texts…</source>
      <translation>Loading the texts…</translation>
    </message>
    <message>
      <source>Loading the tickets…</source>
      <translation>Loading the tickets…</translation>
    </message>
    <message>
      <source>Loading the types…</source>
      <translation>Loading the types…</translation>
    </message>
    <message>
      <source>Loading the versions…</source>
      <translation>Loading the versions…</translation>
    </message>
    <message>
      <source>Loading what was sent…</source>
      <translation>Loading what was sent…</translation>
    </message>
    <message>
      <source>Loading your calls…</source>
      <translation>Loading your calls…</translation>
    </message>
    <message>
      <source>Loading…</source>
      <translation>Loading…</translation>
    </message>
    <message>
      <source>Lock the window</source>
      <translation>Lock the window</translation>
    </message>
    <message>
      <source>Lock the window when nobody is there</source>
      <translation>Lock the window when nobody is there</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>Locked</translation>
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
      <source>Look at it and save again.</source>
      <translation>Look at it and save again.</translation>
    </message>
    <message>
      <source>Look at it, let it be checked, then put it in force.</source>
      <translation>Look at it, let it be checked, then put it in force.</translation>
    </message>
    <message>
      <source>Look up</source>
      <translation>Look up</translation>
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
      <source>Looking for articles…</source>
      <translation>Looking for articles…</translation>
    </message>
    <message>
      <source>Looking for customers…</source>
      <translation>Looking for customers…</translation>
    </message>
    <message>
      <source>Looking for files of the same person…</source>
      <translation>Looking for files of the same person…</translation>
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
      <source>Make a draft article of it</source>
      <translation>Make a draft article of it</translation>
    </message>
    <message>
      <source>Make it the draft again</source>
      <translation>Make it the draft again</translation>
    </message>
    <message>
      <source>Make it the first: the one that is called</source>
      <translation>Make it the first: the one that is called</translation>
    </message>
    <message>
      <source>Make, rename, move and delete categories</source>
      <translation>Make, rename, move and delete categories</translation>
    </message>
    <message>
      <source>Manage</source>
      <translation>Manage</translation>
    </message>
    <message>
      <source>Mark all as read</source>
      <translation>Mark all as read</translation>
    </message>
    <message>
      <source>Me</source>
      <translation>Me</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Merge</translation>
    </message>
    <message>
      <source>Merged lately</source>
      <translation>Merged lately</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Messages</translation>
    </message>
    <message>
      <source>Messages sent</source>
      <translation>Messages sent</translation>
    </message>
    <message>
      <source>Messages to him</source>
      <translation>Messages to him</translation>
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
      <source>Mobile</source>
      <translation>Mobile</translation>
    </message>
    <message>
      <source>Mobile number</source>
      <translation>Mobile number</translation>
    </message>
    <message>
      <source>More</source>
      <translation>More</translation>
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
      <source>Most pressing first</source>
      <translation>Most pressing first</translation>
    </message>
    <message>
      <source>Most used</source>
      <translation>Most used</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Move</translation>
    </message>
    <message>
      <source>Move those that are chosen  (M)</source>
      <translation>Move those that are chosen  (M)</translation>
    </message>
    <message>
      <source>Move {count} tickets to</source>
      <translation>Move {count} tickets to</translation>
    </message>
    <message>
      <source>Moved</source>
      <translation>Moved</translation>
    </message>
    <message>
      <source>Move…</source>
      <translation>Move…</translation>
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
      <source>Name in WeCom</source>
      <translation>Name in WeCom</translation>
    </message>
    <message>
      <source>Name of the person or company</source>
      <translation>Name of the person or company</translation>
    </message>
    <message>
      <source>Name of the rule</source>
      <translation>Name of the rule</translation>
    </message>
    <message>
      <source>Name of the segment</source>
      <translation>Name of the segment</translation>
    </message>
    <message>
      <source>Name, Chinese</source>
      <translation>Name, Chinese</translation>
    </message>
    <message>
      <source>Name, English</source>
      <translation>Name, English</translation>
    </message>
    <message>
      <source>Name, department, extension or number</source>
      <translation>Name, department, extension or number</translation>
    </message>
    <message>
      <source>Name, pinyin, number, order or ticket</source>
      <translation>Name, pinyin, number, order or ticket</translation>
    </message>
    <message>
      <source>Name, to keep it as a segment</source>
      <translation>Name, to keep it as a segment</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Never</translation>
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
      <source>New article</source>
      <translation>New article</translation>
    </message>
    <message>
      <source>New category</source>
      <translation>New category</translation>
    </message>
    <message>
      <source>New consent</source>
      <translation>New consent</translation>
    </message>
    <message>
      <source>New customer</source>
      <translation>New customer</translation>
    </message>
    <message>
      <source>New customer  (Ctrl+Shift+N)</source>
      <translation>New customer  (Ctrl+Shift+N)</translation>
    </message>
    <message>
      <source>New customer: {name}</source>
      <translation>New customer: {name}</translation>
    </message>
    <message>
      <source>New field</source>
      <translation>New field</translation>
    </message>
    <message>
      <source>New file all the same</source>
      <translation>New file all the same</translation>
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
      <source>New rule</source>
      <translation>New rule</translation>
    </message>
    <message>
      <source>New segment</source>
      <translation>New segment</translation>
    </message>
    <message>
      <source>New suggested tag</source>
      <translation>New suggested tag</translation>
    </message>
    <message>
      <source>New ticket</source>
      <translation>New ticket</translation>
    </message>
    <message>
      <source>New ticket  (N)</source>
      <translation>New ticket  (N)</translation>
    </message>
    <message>
      <source>New ticket from this call  (Ctrl+T)</source>
      <translation>New ticket from this call  (Ctrl+T)</translation>
    </message>
    <message>
      <source>New ticket, search, board or list</source>
      <translation>New ticket, search, board or list</translation>
    </message>
    <message>
      <source>Newest first</source>
      <translation>Newest first</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>Next try</source>
      <translation>Next try</translation>
    </message>
    <message>
      <source>Next update</source>
      <translation>Next update</translation>
    </message>
    <message>
      <source>Next, previous</source>
      <translation>Next, previous</translation>
    </message>
    <message>
      <source>No answer yet.</source>
      <translation>No answer yet.</translation>
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
      <source>No categories yet. Make the first one.</source>
      <translation>No categories yet. Make the first one.</translation>
    </message>
    <message>
      <source>No channel of this kind is set up. An administrator can do that.</source>
      <translation>No channel of this kind is set up. An administrator can do that.</translation>
    </message>
    <message>
      <source>No connection to the server</source>
      <translation>No connection to the server</translation>
    </message>
    <message>
      <source>No connection: this is how it stood.</source>
      <translation>No connection: this is how it stood.</translation>
    </message>
    <message>
      <source>No connection: this is how it stood. Comments and new tickets wait here.</source>
      <translation>No connection: this is how it stood. Comments and new tickets wait here.</translation>
    </message>
    <message>
      <source>No consents yet. What are customers asked to agree to?</source>
      <translation>No consents yet. What are customers asked to agree to?</translation>
    </message>
    <message>
      <source>No contact so far.</source>
      <translation>No contact so far.</translation>
    </message>
    <message>
      <source>No drafts. Write an article, or change one.</source>
      <translation>No drafts. Write an article, or change one.</translation>
    </message>
    <message>
      <source>No fields of your own yet. What do you want to know of each customer?</source>
      <translation>No fields of your own yet. What do you want to know of each customer?</translation>
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
      <source>No other way is set up here yet. Your administrator can do that.</source>
      <translation>No other way is set up here yet. Your administrator can do that.</translation>
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
      <source>No segments yet.</source>
      <translation>No segments yet.</translation>
    </message>
    <message>
      <source>No server</source>
      <translation>No server</translation>
    </message>
    <message>
      <source>No short-message channel is set up. An administrator can do that.</source>
      <translation>No short-message channel is set up. An administrator can do that.</translation>
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
      <source>No tag is set by rule yet.</source>
      <translation>No tag is set by rule yet.</translation>
    </message>
    <message>
      <source>No tags are suggested yet.</source>
      <translation>No tags are suggested yet.</translation>
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
      <source>No ticket is made by itself.</source>
      <translation>No ticket is made by itself.</translation>
    </message>
    <message>
      <source>No two files look like one person.</source>
      <translation>No two files look like one person.</translation>
    </message>
    <message>
      <source>No way to the outside is set up yet. On the server: seatline admin channel import FILE</source>
      <translation>No way to the outside is set up yet. On the server: seatline admin channel import FILE</translation>
    </message>
    <message>
      <source>Nobody at the moment.</source>
      <translation>Nobody at the moment.</translation>
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
      <source>Nobody found. Try a part of the name or of the number, or an order's number.</source>
      <translation>Nobody found. Try a part of the name or of the number, or an order's number.</translation>
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
      <source>Nobody has asked anything. In an article or a call: ask the expert.</source>
      <translation>Nobody has asked anything. In an article or a call: ask the expert.</translation>
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
      <source>Nobody waits for a decision.</source>
      <translation>Nobody waits for a decision.</translation>
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
      <source>None yet.</source>
      <translation>None yet.</translation>
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
      <source>Not from here. Possible: {moves}</source>
      <translation>Not from here. Possible: {moves}</translation>
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
      <source>Not sent</source>
      <translation>Not sent</translation>
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
      <source>Not without the server. What you wrote stays here; save it when the server is back.</source>
      <translation>Not without the server. What you wrote stays here; save it when the server is back.</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been changed.</source>
      <translation>Not without the server: nothing has been changed.</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been changed. Comments may be written, they wait.</source>
      <translation>Not without the server: nothing has been changed. Comments may be written, they wait.</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been sent.</source>
      <translation>Not without the server: nothing has been sent.</translation>
    </message>
    <message>
      <source>Not without the server: the ticket stays where it is.</source>
      <translation>Not without the server: the ticket stays where it is.</translation>
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
      <source>Note for whoever asked (may stay empty)</source>
      <translation>Note for whoever asked (may stay empty)</translation>
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
      <source>Nothing could be recorded. Check the microphone in the settings.</source>
      <translation>Nothing could be recorded. Check the microphone in the settings.</translation>
    </message>
    <message>
      <source>Nothing fits. Type a name, a number, or what you want to do.</source>
      <translation>Nothing fits. Type a name, a number, or what you want to do.</translation>
    </message>
    <message>
      <source>Nothing found. Take a filter away, or search for other words.</source>
      <translation>Nothing found. Take a filter away, or search for other words.</translation>
    </message>
    <message>
      <source>Nothing found. Try another word.</source>
      <translation>Nothing found. Try another word.</translation>
    </message>
    <message>
      <source>Nothing found. Try other words, or ask the expert.</source>
      <translation>Nothing found. Try other words, or ask the expert.</translation>
    </message>
    <message>
      <source>Nothing happened with this customer so far.</source>
      <translation>Nothing happened with this customer so far.</translation>
    </message>
    <message>
      <source>Nothing has been said about it yet.</source>
      <translation>Nothing has been said about it yet.</translation>
    </message>
    <message>
      <source>Nothing has been sent yet.</source>
      <translation>Nothing has been sent yet.</translation>
    </message>
    <message>
      <source>Nothing has expired.</source>
      <translation>Nothing has expired.</translation>
    </message>
    <message>
      <source>Nothing is assigned to you. Under “Unassigned” there may be something to take.</source>
      <translation>Nothing is assigned to you. Under “Unassigned” there may be something to take.</translation>
    </message>
    <message>
      <source>Nothing is different.</source>
      <translation>Nothing is different.</translation>
    </message>
    <message>
      <source>Nothing is due within the hour.</source>
      <translation>Nothing is due within the hour.</translation>
    </message>
    <message>
      <source>Nothing is in the archive yet.</source>
      <translation>Nothing is in the archive yet.</translation>
    </message>
    <message>
      <source>Nothing is late. Well done.</source>
      <translation>Nothing is late. Well done.</translation>
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
      <source>Nothing to tell. What concerns you comes here.</source>
      <translation>Nothing to tell. What concerns you comes here.</translation>
    </message>
    <message>
      <source>Nothing waits to be looked over.</source>
      <translation>Nothing waits to be looked over.</translation>
    </message>
    <message>
      <source>Nothing waits. All is handed over.</source>
      <translation>Nothing waits. All is handed over.</translation>
    </message>
    <message>
      <source>Nothing was given up. All that could go out has gone out.</source>
      <translation>Nothing was given up. All that could go out has gone out.</translation>
    </message>
    <message>
      <source>Nothing was left out.</source>
      <translation>Nothing was left out.</translation>
    </message>
    <message>
      <source>Nothing was to be heard. Check the microphone, or speak louder.</source>
      <translation>Nothing was to be heard. Check the microphone, or speak louder.</translation>
    </message>
    <message>
      <source>Notices</source>
      <translation>Notices</translation>
    </message>
    <message>
      <source>Notices, {count} unread</source>
      <translation>Notices, {count} unread</translation>
    </message>
    <message>
      <source>Now ({who})</source>
      <translation>Now ({who})</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>Number of the other ticket</source>
      <translation>Number of the other ticket</translation>
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
      <source>Number {count}</source>
      <translation>Number {count}</translation>
    </message>
    <message>
      <source>Number, title, text, customer</source>
      <translation>Number, title, text, customer</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>Numbers</translation>
    </message>
    <message>
      <source>Numbers, tags, calls, tickets and orders of both are kept.</source>
      <translation>Numbers, tags, calls, tickets and orders of both are kept.</translation>
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
      <source>Offered first where a tag is typed. Other tags can be typed all the same.</source>
      <translation>Offered first where a tag is typed. Other tags can be typed all the same.</translation>
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
      <source>On one page only</source>
      <translation>On one page only</translation>
    </message>
    <message>
      <source>On the way</source>
      <translation>On the way</translation>
    </message>
    <message>
      <source>One of several</source>
      <translation>One of several</translation>
    </message>
    <message>
      <source>One of the two files was merged already. Reload the list.</source>
      <translation>One of the two files was merged already. Reload the list.</translation>
    </message>
    <message>
      <source>One place higher</source>
      <translation>One place higher</translation>
    </message>
    <message>
      <source>One place lower</source>
      <translation>One place lower</translation>
    </message>
    <message>
      <source>Only colleagues read this</source>
      <translation>Only colleagues read this</translation>
    </message>
    <message>
      <source>Only in the window from</source>
      <translation>Only in the window from</translation>
    </message>
    <message>
      <source>Only what is published can be spoken.</source>
      <translation>Only what is published can be spoken.</translation>
    </message>
    <message>
      <source>Only you see it</source>
      <translation>Only you see it</translation>
    </message>
    <message>
      <source>Open Seatline</source>
      <translation>Open Seatline</translation>
    </message>
    <message>
      <source>Open Seatline to read it.</source>
      <translation>Open Seatline to read it.</translation>
    </message>
    <message>
      <source>Open a file</source>
      <translation>Open a file</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <translation>Open a file…</translation>
    </message>
    <message>
      <source>Open customer file</source>
      <translation>Open customer file</translation>
    </message>
    <message>
      <source>Open file</source>
      <translation>Open file</translation>
    </message>
    <message>
      <source>Open it, go back</source>
      <translation>Open it, go back</translation>
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
      <source>Open the ticket</source>
      <translation>Open the ticket</translation>
    </message>
    <message>
      <source>Open the whole file  (Enter)</source>
      <translation>Open the whole file  (Enter)</translation>
    </message>
    <message>
      <source>Opening hours</source>
      <translation>Opening hours</translation>
    </message>
    <message>
      <source>Opening the article…</source>
      <translation>Opening the article…</translation>
    </message>
    <message>
      <source>Opening the call…</source>
      <translation>Opening the call…</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <translation>Opening the file…</translation>
    </message>
    <message>
      <source>Opening the ticket…</source>
      <translation>Opening the ticket…</translation>
    </message>
    <message>
      <source>Opens in the form; nothing is changed before it is saved</source>
      <translation>Opens in the form; nothing is changed before it is saved</translation>
    </message>
    <message>
      <source>Order total (¥)</source>
      <translation>Order total (¥)</translation>
    </message>
    <message>
      <source>Orders</source>
      <translation>Orders</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Other</translation>
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
      <source>Other ways to ask</source>
      <translation>Other ways to ask</translation>
    </message>
    <message>
      <source>Other ways to ask, one to a line</source>
      <translation>Other ways to ask, one to a line</translation>
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
      <source>Own agent</source>
      <translation>Own agent</translation>
    </message>
    <message>
      <source>Own fields</source>
      <translation>Own fields</translation>
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
      <source>Part</source>
      <translation>Part</translation>
    </message>
    <message>
      <source>Part of</source>
      <translation>Part of</translation>
    </message>
    <message>
      <source>Part of this one</source>
      <translation>Part of this one</translation>
    </message>
    <message>
      <source>Pass the call on to</source>
      <translation>Pass the call on to</translation>
    </message>
    <message>
      <source>Passed on to</source>
      <translation>Passed on to</translation>
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
      <source>Places that both changed: {count}. Theirs stand above yours as comments.</source>
      <translation>Places that both changed: {count}. Theirs stand above yours as comments.</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Play</translation>
    </message>
    <message>
      <source>Please fill in every condition.</source>
      <translation>Please fill in every condition.</translation>
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
      <source>Please fill in: {field}</source>
      <translation>Please fill in: {field}</translation>
    </message>
    <message>
      <source>Please give it a name.</source>
      <translation>Please give it a name.</translation>
    </message>
    <message>
      <source>Please look at the marked fields.</source>
      <translation>Please look at the marked fields.</translation>
    </message>
    <message>
      <source>Please say from when and until when it is quiet.</source>
      <translation>Please say from when and until when it is quiet.</translation>
    </message>
    <message>
      <source>Please say what the file is for; it is kept with your name.</source>
      <translation>Please say what the file is for; it is kept with your name.</translation>
    </message>
    <message>
      <source>Please say why you need it; whoever decides reads it.</source>
      <translation>Please say why you need it; whoever decides reads it.</translation>
    </message>
    <message>
      <source>Please sign in again. What you typed is kept.</source>
      <translation>Please sign in again. What you typed is kept.</translation>
    </message>
    <message>
      <source>Please write a date as 2026-11-21.</source>
      <translation>Please write a date as 2026-11-21.</translation>
    </message>
    <message>
      <source>Please write a name.</source>
      <translation>Please write a name.</translation>
    </message>
    <message>
      <source>Please write a number.</source>
      <translation>Please write a number.</translation>
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
      <source>Please write an answer.</source>
      <translation>Please write an answer.</translation>
    </message>
    <message>
      <source>Please write the customer's name.</source>
      <translation>Please write the customer's name.</translation>
    </message>
    <message>
      <source>Please write the e-mail address to which it goes.</source>
      <translation>Please write the e-mail address to which it goes.</translation>
    </message>
    <message>
      <source>Please write the name in WeCom to which it goes.</source>
      <translation>Please write the name in WeCom to which it goes.</translation>
    </message>
    <message>
      <source>Please write the number to which it goes.</source>
      <translation>Please write the number to which it goes.</translation>
    </message>
    <message>
      <source>Please write your name in WeCom.</source>
      <translation>Please write your name in WeCom.</translation>
    </message>
    <message>
      <source>Please write your question.</source>
      <translation>Please write your question.</translation>
    </message>
    <message>
      <source>Plug in your headset.</source>
      <translation>Plug in your headset.</translation>
    </message>
    <message>
      <source>Points</source>
      <translation>Points</translation>
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
      <source>Priority of those that are chosen  (P)</source>
      <translation>Priority of those that are chosen  (P)</translation>
    </message>
    <message>
      <source>Priority of {count} tickets</source>
      <translation>Priority of {count} tickets</translation>
    </message>
    <message>
      <source>Priority…</source>
      <translation>Priority…</translation>
    </message>
    <message>
      <source>Private: masked for who may not see private data</source>
      <translation>Private: masked for who may not see private data</translation>
    </message>
    <message>
      <source>Promised</source>
      <translation>Promised</translation>
    </message>
    <message>
      <source>Proxies of ours</source>
      <translation>Proxies of ours</translation>
    </message>
    <message>
      <source>Publish</source>
      <translation>Publish</translation>
    </message>
    <message>
      <source>Publish again</source>
      <translation>Publish again</translation>
    </message>
    <message>
      <source>Published</source>
      <translation>Published</translation>
    </message>
    <message>
      <source>Published again.</source>
      <translation>Published again.</translation>
    </message>
    <message>
      <source>Published. It is found in a moment.</source>
      <translation>Published. It is found in a moment.</translation>
    </message>
    <message>
      <source>Push the card to another column</source>
      <translation>Push the card to another column</translation>
    </message>
    <message>
      <source>Put in force</source>
      <translation>Put in force</translation>
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
      <source>Put the reply earlier or later</source>
      <translation>Put the reply earlier or later</translation>
    </message>
    <message>
      <source>Put this choice one place higher</source>
      <translation>Put this choice one place higher</translation>
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
      <source>Question</source>
      <translation>Question</translation>
    </message>
    <message>
      <source>Questions</source>
      <translation>Questions</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Queue</translation>
    </message>
    <message>
      <source>Queues</source>
      <translation>Queues</translation>
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
      <source>Quiet from</source>
      <translation>Quiet from</translation>
    </message>
    <message>
      <source>Quiet hours</source>
      <translation>Quiet hours</translation>
    </message>
    <message>
      <source>Quiet until</source>
      <translation>Quiet until</translation>
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
      <source>Really discard?</source>
      <translation>Really discard?</translation>
    </message>
    <message>
      <source>Really lose this text?</source>
      <translation>Really lose this text?</translation>
    </message>
    <message>
      <source>Really take it back?</source>
      <translation>Really take it back?</translation>
    </message>
    <message>
      <source>Really take out?</source>
      <translation>Really take out?</translation>
    </message>
    <message>
      <source>Really withdraw?</source>
      <translation>Really withdraw?</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Record</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Recording</translation>
    </message>
    <message>
      <source>Recording of the call</source>
      <translation>Recording of the call</translation>
    </message>
    <message>
      <source>Recording, spoken instead of a voice of the server</source>
      <translation>Recording, spoken instead of a voice of the server</translation>
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
      <source>Refuse</source>
      <translation>Refuse</translation>
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
      <source>Remark for colleagues…</source>
      <translation>Remark for colleagues…</translation>
    </message>
    <message>
      <source>Remember the password on this computer</source>
      <translation>Remember the password on this computer</translation>
    </message>
    <message>
      <source>Reminder</source>
      <translation>Reminder</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Remove</translation>
    </message>
    <message>
      <source>Remove the link to {name}</source>
      <translation>Remove the link to {name}</translation>
    </message>
    <message>
      <source>Remove the recording</source>
      <translation>Remove the recording</translation>
    </message>
    <message>
      <source>Remove this link?</source>
      <translation>Remove this link?</translation>
    </message>
    <message>
      <source>Reopened</source>
      <translation>Reopened</translation>
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
      <source>Resolved, and no word from the customer: confirmed</source>
      <translation>Resolved, and no word from the customer: confirmed</translation>
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
      <source>Retired field</source>
      <translation>Retired field</translation>
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
      <source>SCRIPT</source>
      <translation>SCRIPT</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>Save as a file…</source>
      <translation>Save as a file…</translation>
    </message>
    <message>
      <source>Save as chosen</source>
      <translation>Save as chosen</translation>
    </message>
    <message>
      <source>Save customer</source>
      <translation>Save customer</translation>
    </message>
    <message>
      <source>Save draft</source>
      <translation>Save draft</translation>
    </message>
    <message>
      <source>Save rule</source>
      <translation>Save rule</translation>
    </message>
    <message>
      <source>Save segment</source>
      <translation>Save segment</translation>
    </message>
    <message>
      <source>Save the file</source>
      <translation>Save the file</translation>
    </message>
    <message>
      <source>Save the form</source>
      <translation>Save the form</translation>
    </message>
    <message>
      <source>Save the log</source>
      <translation>Save the log</translation>
    </message>
    <message>
      <source>Save this file</source>
      <translation>Save this file</translation>
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
      <source>Saved.</source>
      <translation>Saved.</translation>
    </message>
    <message>
      <source>Saved. New forms have it from now on.</source>
      <translation>Saved. New forms have it from now on.</translation>
    </message>
    <message>
      <source>Saved. The next message says it like this.</source>
      <translation>Saved. The next message says it like this.</translation>
    </message>
    <message>
      <source>Saved: {name}</source>
      <translation>Saved: {name}</translation>
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
      <source>Say at least which column is the name, and which the number.</source>
      <translation>Say at least which column is the name, and which the number.</translation>
    </message>
    <message>
      <source>Script</source>
      <translation>Script</translation>
    </message>
    <message>
      <source>Search by name, pinyin, number, order or ticket; or choose a segment.</source>
      <translation>Search by name, pinyin, number, order or ticket; or choose a segment.</translation>
    </message>
    <message>
      <source>Search the knowledge base</source>
      <translation>Search the knowledge base</translation>
    </message>
    <message>
      <source>Search the knowledge base  (Ctrl+I)</source>
      <translation>Search the knowledge base  (Ctrl+I)</translation>
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
      <source>Secrets set</source>
      <translation>Secrets set</translation>
    </message>
    <message>
      <source>See also</source>
      <translation>See also</translation>
    </message>
    <message>
      <source>Segment: {name}</source>
      <translation>Segment: {name}</translation>
    </message>
    <message>
      <source>Segments</source>
      <translation>Segments</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>Send</translation>
    </message>
    <message>
      <source>Send a test message</source>
      <translation>Send a test message</translation>
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
      <source>Send back</source>
      <translation>Send back</translation>
    </message>
    <message>
      <source>Send back…</source>
      <translation>Send back…</translation>
    </message>
    <message>
      <source>Send it as a text message  (Ctrl+Enter)</source>
      <translation>Send it as a text message  (Ctrl+Enter)</translation>
    </message>
    <message>
      <source>Send it back</source>
      <translation>Send it back</translation>
    </message>
    <message>
      <source>Send it to the caller as a text message</source>
      <translation>Send it to the caller as a text message</translation>
    </message>
    <message>
      <source>Send no more</source>
      <translation>Send no more</translation>
    </message>
    <message>
      <source>Send the answer</source>
      <translation>Send the answer</translation>
    </message>
    <message>
      <source>Send the comment, answer the question</source>
      <translation>Send the comment, answer the question</translation>
    </message>
    <message>
      <source>Send the question</source>
      <translation>Send the question</translation>
    </message>
    <message>
      <source>Send the reply as a text</source>
      <translation>Send the reply as a text</translation>
    </message>
    <message>
      <source>Send to the customer</source>
      <translation>Send to the customer</translation>
    </message>
    <message>
      <source>Sending {name}…</source>
      <translation>Sending {name}…</translation>
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
      <source>Sent back</source>
      <translation>Sent back</translation>
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
      <source>Set</source>
      <translation>Set</translation>
    </message>
    <message>
      <source>Set when a call, a ticket or a file changes, and for all customers by night.</source>
      <translation>Set when a call, a ticket or a file changes, and for all customers by night.</translation>
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
      <source>Settings: notices</source>
      <translation>Settings: notices</translation>
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
      <source>Several of several</source>
      <translation>Several of several</translation>
    </message>
    <message>
      <source>Several steps at once</source>
      <translation>Several steps at once</translation>
    </message>
    <message>
      <source>Several steps at once…</source>
      <translation>Several steps at once…</translation>
    </message>
    <message>
      <source>Share “{name}” with the team</source>
      <translation>Share “{name}” with the team</translation>
    </message>
    <message>
      <source>Short message</source>
      <translation>Short message</translation>
    </message>
    <message>
      <source>Short messages by Aliyun</source>
      <translation>Short messages by Aliyun</translation>
    </message>
    <message>
      <source>Short messages by Tencent Cloud</source>
      <translation>Short messages by Tencent Cloud</translation>
    </message>
    <message>
      <source>Short messages by an HTTP gateway</source>
      <translation>Short messages by an HTTP gateway</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Show</translation>
    </message>
    <message>
      <source>Show all private data for half a minute; the look is kept</source>
      <translation>Show all private data for half a minute; the look is kept</translation>
    </message>
    <message>
      <source>Show private data</source>
      <translation>Show private data</translation>
    </message>
    <message>
      <source>Show the whole number; the look is kept</source>
      <translation>Show the whole number; the look is kept</translation>
    </message>
    <message>
      <source>Show this import</source>
      <translation>Show this import</translation>
    </message>
    <message>
      <source>Shown first in calls of</source>
      <translation>Shown first in calls of</translation>
    </message>
    <message>
      <source>Shown in part only. What you type replaces it.</source>
      <translation>Shown in part only. What you type replaces it.</translation>
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
      <source>Signed as</source>
      <translation>Signed as</translation>
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
      <source>Since the version before</source>
      <translation>Since the version before</translation>
    </message>
    <message>
      <source>Since what readers see</source>
      <translation>Since what readers see</translation>
    </message>
    <message>
      <source>Size of the text</source>
      <translation>Size of the text</translation>
    </message>
    <message>
      <source>Skill</source>
      <translation>Skill</translation>
    </message>
    <message>
      <source>Small window</source>
      <translation>Small window</translation>
    </message>
    <message>
      <source>Solution</source>
      <translation>Solution</translation>
    </message>
    <message>
      <source>Somebody asks for leave. Open Seatline to read it.</source>
      <translation>Somebody asks for leave. Open Seatline to read it.</translation>
    </message>
    <message>
      <source>Somebody changed the same</source>
      <translation>Somebody changed the same</translation>
    </message>
    <message>
      <source>Somebody else changed the customers' form meanwhile. What you typed is kept: look, then save again.</source>
      <translation>Somebody else changed the customers' form meanwhile. What you typed is kept: look, then save again.</translation>
    </message>
    <message>
      <source>Somebody else changed the same fields of this customer. Nothing was saved yet.</source>
      <translation>Somebody else changed the same fields of this customer. Nothing was saved yet.</translation>
    </message>
    <message>
      <source>Somebody else changed the same parts of this article meanwhile. Nothing was saved yet.</source>
      <translation>Somebody else changed the same parts of this article meanwhile. Nothing was saved yet.</translation>
    </message>
    <message>
      <source>Somebody else changed this file meanwhile. Choose, then save again; nothing is lost.</source>
      <translation>Somebody else changed this file meanwhile. Choose, then save again; nothing is lost.</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile. What you typed is kept.</source>
      <translation>Somebody else changed this meanwhile. What you typed is kept.</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile. What you typed is kept: look, then save again.</source>
      <translation>Somebody else changed this meanwhile. What you typed is kept: look, then save again.</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile; it stands in the text beside what you wrote.</source>
      <translation>Somebody else changed this meanwhile; it stands in the text beside what you wrote.</translation>
    </message>
    <message>
      <source>Somebody else saved meanwhile. Whose text counts?</source>
      <translation>Somebody else saved meanwhile. Whose text counts?</translation>
    </message>
    <message>
      <source>Somebody else saved this category meanwhile; theirs is here now beside what you wrote.</source>
      <translation>Somebody else saved this category meanwhile; theirs is here now beside what you wrote.</translation>
    </message>
    <message>
      <source>Somebody has just changed this ticket. Look at it and do it once more.</source>
      <translation>Somebody has just changed this ticket. Look at it and do it once more.</translation>
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
      <source>Something must be said or ticked first. Open the ticket to see what.</source>
      <translation>Something must be said or ticked first. Open the ticket to see what.</translation>
    </message>
    <message>
      <source>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</source>
      <translation>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</translation>
    </message>
    <message>
      <source>Sorted by</source>
      <translation>Sorted by</translation>
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
      <source>Sound.</source>
      <translation>Sound.</translation>
    </message>
    <message>
      <source>Sound. {brings}</source>
      <translation>Sound. {brings}</translation>
    </message>
    <message>
      <source>Sound. {make} rules for new tickets, {late} steps for late ones.</source>
      <translation>Sound. {make} rules for new tickets, {late} steps for late ones.</translation>
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
      <source>Speak it into the call, heard by everybody in it</source>
      <translation>Speak it into the call, heard by everybody in it</translation>
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
      <source>Stands below</source>
      <translation>Stands below</translation>
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
      <source>States, and where each leads</source>
      <translation>States, and where each leads</translation>
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
      <source>Still to be ticked:</source>
      <translation>Still to be ticked:</translation>
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
      <source>Stop recording</source>
      <translation>Stop recording</translation>
    </message>
    <message>
      <source>Stop speaking</source>
      <translation>Stop speaking</translation>
    </message>
    <message>
      <source>Stop speaking  (Esc)</source>
      <translation>Stop speaking  (Esc)</translation>
    </message>
    <message>
      <source>Suggested tags</source>
      <translation>Suggested tags</translation>
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
      <source>Switched on</source>
      <translation>Switched on</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>Tag for all of them:</source>
      <translation>Tag for all of them:</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Tags</translation>
    </message>
    <message>
      <source>Tags by rule</source>
      <translation>Tags by rule</translation>
    </message>
    <message>
      <source>Tags, with commas between</source>
      <translation>Tags, with commas between</translation>
    </message>
    <message>
      <source>Take a break</source>
      <translation>Take a break</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>Take back</translation>
    </message>
    <message>
      <source>Take it</source>
      <translation>Take it</translation>
    </message>
    <message>
      <source>Take it all back?</source>
      <translation>Take it all back?</translation>
    </message>
    <message>
      <source>Take out of the form</source>
      <translation>Take out of the form</translation>
    </message>
    <message>
      <source>Take out the tag {tag}</source>
      <translation>Take out the tag {tag}</translation>
    </message>
    <message>
      <source>Take over</source>
      <translation>Take over</translation>
    </message>
    <message>
      <source>Take the tag away where it no longer holds</source>
      <translation>Take the tag away where it no longer holds</translation>
    </message>
    <message>
      <source>Take this choice out</source>
      <translation>Take this choice out</translation>
    </message>
    <message>
      <source>Take this condition out</source>
      <translation>Take this condition out</translation>
    </message>
    <message>
      <source>Take this number out</source>
      <translation>Take this number out</translation>
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
      <source>Taken out of the form. What stands in the customers' files is kept.</source>
      <translation>Taken out of the form. What stands in the customers' files is kept.</translation>
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
      <source>Tell me when</source>
      <translation>Tell me when</translation>
    </message>
    <message>
      <source>Tell your administrator the time of this call if it stays so.</source>
      <translation>Tell your administrator the time of this call if it stays so.</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>Template</translation>
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
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Text (Markdown)</source>
      <translation>Text (Markdown)</translation>
    </message>
    <message>
      <source>Text, Chinese</source>
      <translation>Text, Chinese</translation>
    </message>
    <message>
      <source>Text, English</source>
      <translation>Text, English</translation>
    </message>
    <message>
      <source>Texts of notices</source>
      <translation>Texts of notices</translation>
    </message>
    <message>
      <source>That phone is not connected now. Choose somebody else.</source>
      <translation>That phone is not connected now. Choose somebody else.</translation>
    </message>
    <message>
      <source>That was too short. Press, speak, and press again.</source>
      <translation>That was too short. Press, speak, and press again.</translation>
    </message>
    <message>
      <source>The address is in the letter of your administrator.</source>
      <translation>The address is in the letter of your administrator.</translation>
    </message>
    <message>
      <source>The article's text</source>
      <translation>The article's text</translation>
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
      <source>The category is gone.</source>
      <translation>The category is gone.</translation>
    </message>
    <message>
      <source>The category is saved.</source>
      <translation>The category is saved.</translation>
    </message>
    <message>
      <source>The certificate could not be saved; it will be asked for again.</source>
      <translation>The certificate could not be saved; it will be asked for again.</translation>
    </message>
    <message>
      <source>The clock stands while the customer is waited for</source>
      <translation>The clock stands while the customer is waited for</translation>
    </message>
    <message>
      <source>The comment was refused: {why}</source>
      <translation>The comment was refused: {why}</translation>
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
      <source>The customer does not see it any more, either.</source>
      <translation>The customer does not see it any more, either.</translation>
    </message>
    <message>
      <source>The customer is entered.</source>
      <translation>The customer is entered.</translation>
    </message>
    <message>
      <source>The customer is sent this</source>
      <translation>The customer is sent this</translation>
    </message>
    <message>
      <source>The customer rated</source>
      <translation>The customer rated</translation>
    </message>
    <message>
      <source>The customers' form would not work like this. Nothing was saved yet.</source>
      <translation>The customers' form would not work like this. Nothing was saved yet.</translation>
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
      <source>The draft is saved.</source>
      <translation>The draft is saved.</translation>
    </message>
    <message>
      <source>The file as text</source>
      <translation>The file as text</translation>
    </message>
    <message>
      <source>The file cannot be read on this computer.</source>
      <translation>The file cannot be read on this computer.</translation>
    </message>
    <message>
      <source>The file cannot be read.</source>
      <translation>The file cannot be read.</translation>
    </message>
    <message>
      <source>The file could not be saved there.</source>
      <translation>The file could not be saved there.</translation>
    </message>
    <message>
      <source>The file could not be scanned, so it was not kept. Try again later.</source>
      <translation>The file could not be scanned, so it was not kept. Try again later.</translation>
    </message>
    <message>
      <source>The file is attached.</source>
      <translation>The file is attached.</translation>
    </message>
    <message>
      <source>The file is being sent and read…</source>
      <translation>The file is being sent and read…</translation>
    </message>
    <message>
      <source>The file is larger than 20 MB. Cut it into several.</source>
      <translation>The file is larger than 20 MB. Cut it into several.</translation>
    </message>
    <message>
      <source>The file is saved.</source>
      <translation>The file is saved.</translation>
    </message>
    <message>
      <source>The file is saved. Keep it where nobody else can read it.</source>
      <translation>The file is saved. Keep it where nobody else can read it.</translation>
    </message>
    <message>
      <source>The file is too large: 20 MB at most.</source>
      <translation>The file is too large: 20 MB at most.</translation>
    </message>
    <message>
      <source>The file on the server is damaged. Tell your administrator.</source>
      <translation>The file on the server is damaged. Tell your administrator.</translation>
    </message>
    <message>
      <source>The first figures come a few seconds after the beginning.</source>
      <translation>The first figures come a few seconds after the beginning.</translation>
    </message>
    <message>
      <source>The first of them, as they will be</source>
      <translation>The first of them, as they will be</translation>
    </message>
    <message>
      <source>The import has gone on meanwhile. Look at its present state.</source>
      <translation>The import has gone on meanwhile. Look at its present state.</translation>
    </message>
    <message>
      <source>The kind of a field stays as it is: values of that kind are in the files</source>
      <translation>The kind of a field stays as it is: values of that kind are in the files</translation>
    </message>
    <message>
      <source>The last day of validity lies before the first.</source>
      <translation>The last day of validity lies before the first.</translation>
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
      <source>The other's</source>
      <translation>The other's</translation>
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
      <source>The program's words</source>
      <translation>The program's words</translation>
    </message>
    <message>
      <source>The provider could not be reached. It is tried again by itself.</source>
      <translation>The provider could not be reached. It is tried again by itself.</translation>
    </message>
    <message>
      <source>The provider did not answer in time. It is tried again by itself.</source>
      <translation>The provider did not answer in time. It is tried again by itself.</translation>
    </message>
    <message>
      <source>The provider has no registered template for it. An administrator can enter one.</source>
      <translation>The provider has no registered template for it. An administrator can enter one.</translation>
    </message>
    <message>
      <source>The provider refused it: {why}</source>
      <translation>The provider refused it: {why}</translation>
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
      <source>The reason is kept with your name. What you may not see is masked in the file, too.</source>
      <translation>The reason is kept with your name. What you may not see is masked in the file, too.</translation>
    </message>
    <message>
      <source>The recording has been paused for {time}. Resume it if it may go on.</source>
      <translation>The recording has been paused for {time}. Resume it if it may go on.</translation>
    </message>
    <message>
      <source>The recording is gone.</source>
      <translation>The recording is gone.</translation>
    </message>
    <message>
      <source>The recording is saved.</source>
      <translation>The recording is saved.</translation>
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
      <source>The rule is gone; tags that it set stay.</source>
      <translation>The rule is gone; tags that it set stay.</translation>
    </message>
    <message>
      <source>The rule is saved. It works from now on, and for all others by night.</source>
      <translation>The rule is saved. It works from now on, and for all others by night.</translation>
    </message>
    <message>
      <source>The scanner found something harmful in the file. It was not kept.</source>
      <translation>The scanner found something harmful in the file. It was not kept.</translation>
    </message>
    <message>
      <source>The segment is gone; its customers stay.</source>
      <translation>The segment is gone; its customers stay.</translation>
    </message>
    <message>
      <source>The segment is saved.</source>
      <translation>The segment is saved.</translation>
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
      <source>The system finds who is there, able and has the fewest</source>
      <translation>The system finds who is there, able and has the fewest</translation>
    </message>
    <message>
      <source>The team's order is its supervisors' to change.</source>
      <translation>The team's order is its supervisors' to change.</translation>
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
      <source>The ticket cannot go there from where it is now.</source>
      <translation>The ticket cannot go there from where it is now.</translation>
    </message>
    <message>
      <source>The two files are one now. Below, it can be undone for 30 days.</source>
      <translation>The two files are one now. Below, it can be undone for 30 days.</translation>
    </message>
    <message>
      <source>The way is long (VPN?): let the other finish speaking before you answer.</source>
      <translation>The way is long (VPN?): let the other finish speaking before you answer.</translation>
    </message>
    <message>
      <source>The whole text</source>
      <translation>The whole text</translation>
    </message>
    <message>
      <source>The window is locked</source>
      <translation>The window is locked</translation>
    </message>
    <message>
      <source>Theirs</source>
      <translation>Theirs</translation>
    </message>
    <message>
      <source>There are articles in it: give them another category first.</source>
      <translation>There are articles in it: give them another category first.</translation>
    </message>
    <message>
      <source>There are categories below it: move or delete these first.</source>
      <translation>There are categories below it: move or delete these first.</translation>
    </message>
    <message>
      <source>There are no articles here yet.</source>
      <translation>There are no articles here yet.</translation>
    </message>
    <message>
      <source>There are no texts.</source>
      <translation>There are no texts.</translation>
    </message>
    <message>
      <source>There are no tickets here.</source>
      <translation>There are no tickets here.</translation>
    </message>
    <message>
      <source>There is a newer draft.</source>
      <translation>There is a newer draft.</translation>
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
      <source>There is no mobile number and no e-mail address in the file.</source>
      <translation>There is no mobile number and no e-mail address in the file.</translation>
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
      <source>There is no type of ticket yet. Write one as a file.</source>
      <translation>There is no type of ticket yet. Write one as a file.</translation>
    </message>
    <message>
      <source>There is nothing in it to be said word for word.</source>
      <translation>There is nothing in it to be said word for word.</translation>
    </message>
    <message>
      <source>There is nothing to compare it with.</source>
      <translation>There is nothing to compare it with.</translation>
    </message>
    <message>
      <source>There is one with this name or code already.</source>
      <translation>There is one with this name or code already.</translation>
    </message>
    <message>
      <source>These are the program's words. Save to use them.</source>
      <translation>These are the program's words. Save to use them.</translation>
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
      <source>They are two files again, as they were.</source>
      <translation>They are two files again, as they were.</translation>
    </message>
    <message>
      <source>They are two people: do not show them again</source>
      <translation>They are two people: do not show them again</translation>
    </message>
    <message>
      <source>They reach Seatline from any program, without bringing it to the front.</source>
      <translation>They reach Seatline from any program, without bringing it to the front.</translation>
    </message>
    <message>
      <source>They stay two files and are not shown here again.</source>
      <translation>They stay two files and are not shown here again.</translation>
    </message>
    <message>
      <source>This article is in another state by now. Load it again.</source>
      <translation>This article is in another state by now. Load it again.</translation>
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
      <source>This cannot be opened here.</source>
      <translation>This cannot be opened here.</translation>
    </message>
    <message>
      <source>This cannot be taken back any more: the thirty days are over, or the file was merged on.</source>
      <translation>This cannot be taken back any more: the thirty days are over, or the file was merged on.</translation>
    </message>
    <message>
      <source>This category is not empty: move its articles and the categories below it somewhere else first.</source>
      <translation>This category is not empty: move its articles and the categories below it somewhere else first.</translation>
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
      <source>This file cannot be read. Save it as XLSX or CSV (UTF-8), at most 20 MB and 100,000 rows.</source>
      <translation>This file cannot be read. Save it as XLSX or CSV (UTF-8), at most 20 MB and 100,000 rows.</translation>
    </message>
    <message>
      <source>This file is too large to be one of these.</source>
      <translation>This file is too large to be one of these.</translation>
    </message>
    <message>
      <source>This is done when the parts are</source>
      <translation>This is done when the parts are</translation>
    </message>
    <message>
      <source>This is how you sound…</source>
      <translation>This is how you sound…</translation>
    </message>
    <message>
      <source>This is needed.</source>
      <translation>This is needed.</translation>
    </message>
    <message>
      <source>This is no certificate fingerprint (64 hex digits).</source>
      <translation>This is no certificate fingerprint (64 hex digits).</translation>
    </message>
    <message>
      <source>This is no e-mail address.</source>
      <translation>This is no e-mail address.</translation>
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
      <source>This is not the password you signed in with.</source>
      <translation>This is not the password you signed in with.</translation>
    </message>
    <message>
      <source>This is not there any more. Reload the list.</source>
      <translation>This is not there any more. Reload the list.</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>This is the newest version.</translation>
    </message>
    <message>
      <source>This is too long.</source>
      <translation>This is too long.</translation>
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
      <source>This number is not possible here.</source>
      <translation>This number is not possible here.</translation>
    </message>
    <message>
      <source>This queue wants to know what came of the call. Choose it, then finish.</source>
      <translation>This queue wants to know what came of the call. Choose it, then finish.</translation>
    </message>
    <message>
      <source>This request was decided or taken back already. Load the list again.</source>
      <translation>This request was decided or taken back already. Load the list again.</translation>
    </message>
    <message>
      <source>This server is new to this computer. Confirm its certificate first.</source>
      <translation>This server is new to this computer. Confirm its certificate first.</translation>
    </message>
    <message>
      <source>This ticket cannot go there now.</source>
      <translation>This ticket cannot go there now.</translation>
    </message>
    <message>
      <source>This ticket was given to you. Do you take it?</source>
      <translation>This ticket was given to you. Do you take it?</translation>
    </message>
    <message>
      <source>This type of ticket would not work as it is set up. Tell your administrator.</source>
      <translation>This type of ticket would not work as it is set up. Tell your administrator.</translation>
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
      <source>Ticket after a result</source>
      <translation>Ticket after a result</translation>
    </message>
    <message>
      <source>Ticket number</source>
      <translation>Ticket number</translation>
    </message>
    <message>
      <source>Ticket written</source>
      <translation>Ticket written</translation>
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
      <source>Tickets by themselves</source>
      <translation>Tickets by themselves</translation>
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
      <source>Title, Chinese</source>
      <translation>Title, Chinese</translation>
    </message>
    <message>
      <source>Title, English</source>
      <translation>Title, English</translation>
    </message>
    <message>
      <source>Title: {title}</source>
      <translation>Title: {title}</translation>
    </message>
    <message>
      <source>To</source>
      <translation>To</translation>
    </message>
    <message>
      <source>To colleagues</source>
      <translation>To colleagues</translation>
    </message>
    <message>
      <source>To customers</source>
      <translation>To customers</translation>
    </message>
    <message>
      <source>To decide</source>
      <translation>To decide</translation>
    </message>
    <message>
      <source>To do</source>
      <translation>To do</translation>
    </message>
    <message>
      <source>To look over</source>
      <translation>To look over</translation>
    </message>
    <message>
      <source>To say</source>
      <translation>To say</translation>
    </message>
    <message>
      <source>To say word for word</source>
      <translation>To say word for word</translation>
    </message>
    <message>
      <source>To the customer</source>
      <translation>To the customer</translation>
    </message>
    <message>
      <source>Today {answered} · average {average}</source>
      <translation>Today {answered} · average {average}</translation>
    </message>
    <message>
      <source>Told to the customer</source>
      <translation>Told to the customer</translation>
    </message>
    <message>
      <source>Told upwards</source>
      <translation>Told upwards</translation>
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
      <source>Too many within an hour went to this address. Send it again later.</source>
      <translation>Too many within an hour went to this address. Send it again later.</translation>
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
      <source>Too much private data was looked at in this hour. Ask your supervisor.</source>
      <translation>Too much private data was looked at in this hour. Ask your supervisor.</translation>
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
      <source>Transfer now, without asking first</source>
      <translation>Transfer now, without asking first</translation>
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
      <source>Tries</source>
      <translation>Tries</translation>
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
      <source>Try out</source>
      <translation>Try out</translation>
    </message>
    <message>
      <source>Try the rule out first: it shows whom it concerns.</source>
      <translation>Try the rule out first: it shows whom it concerns.</translation>
    </message>
    <message>
      <source>Trying out…</source>
      <translation>Trying out…</translation>
    </message>
    <message>
      <source>Two columns go into the same field. Leave one of them out.</source>
      <translation>Two columns go into the same field. Leave one of them out.</translation>
    </message>
    <message>
      <source>Two files again?</source>
      <translation>Two files again?</translation>
    </message>
    <message>
      <source>Two people</source>
      <translation>Two people</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Types of tickets</source>
      <translation>Types of tickets</translation>
    </message>
    <message>
      <source>Unassigned</source>
      <translation>Unassigned</translation>
    </message>
    <message>
      <source>Under Wayland programs have no keys of their own: use the headset's buttons or the play key.</source>
      <translation>Under Wayland programs have no keys of their own: use the headset's buttons or the play key.</translation>
    </message>
    <message>
      <source>Underlined: only in version {one}. Struck through: only in version {other}.</source>
      <translation>Underlined: only in version {one}. Struck through: only in version {other}.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Undo</translation>
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
      <source>Unlock</source>
      <translation>Unlock</translation>
    </message>
    <message>
      <source>Unlock to see who it is</source>
      <translation>Unlock to see who it is</translation>
    </message>
    <message>
      <source>Unlock to write it up</source>
      <translation>Unlock to write it up</translation>
    </message>
    <message>
      <source>Unmute</source>
      <translation>Unmute</translation>
    </message>
    <message>
      <source>Up and down choose, Enter opens</source>
      <translation>Up and down choose, Enter opens</translation>
    </message>
    <message>
      <source>Up and down choose, Enter opens, Esc goes back</source>
      <translation>Up and down choose, Enter opens, Esc goes back</translation>
    </message>
    <message>
      <source>Update his file</source>
      <translation>Update his file</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>Urgent</translation>
    </message>
    <message>
      <source>Urgent notice</source>
      <translation>Urgent notice</translation>
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
      <source>Valid from</source>
      <translation>Valid from</translation>
    </message>
    <message>
      <source>Valid until</source>
      <translation>Valid until</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Value</translation>
    </message>
    <message>
      <source>Value (¥)</source>
      <translation>Value (¥)</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Version {number}</source>
      <translation>Version {number}</translation>
    </message>
    <message>
      <source>Version {number} again</source>
      <translation>Version {number} again</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versions</translation>
    </message>
    <message>
      <source>Versions of this article</source>
      <translation>Versions of this article</translation>
    </message>
    <message>
      <source>Versions: {title}</source>
      <translation>Versions: {title}</translation>
    </message>
    <message>
      <source>Views</source>
      <translation>Views</translation>
    </message>
    <message>
      <source>Views that were kept</source>
      <translation>Views that were kept</translation>
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
      <source>Wait until somebody answers, or hang up first.</source>
      <translation>Wait until somebody answers, or hang up first.</translation>
    </message>
    <message>
      <source>Waited</source>
      <translation>Waited</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Waiting</translation>
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
      <source>Watch it  (W)</source>
      <translation>Watch it  (W)</translation>
    </message>
    <message>
      <source>Watched</source>
      <translation>Watched</translation>
    </message>
    <message>
      <source>Watchers</source>
      <translation>Watchers</translation>
    </message>
    <message>
      <source>Ways to the outside</source>
      <translation>Ways to the outside</translation>
    </message>
    <message>
      <source>WeCom</source>
      <translation>WeCom</translation>
    </message>
    <message>
      <source>WeCom app</source>
      <translation>WeCom app</translation>
    </message>
    <message>
      <source>WeCom does not know this person. Check the name in WeCom.</source>
      <translation>WeCom does not know this person. Check the name in WeCom.</translation>
    </message>
    <message>
      <source>WeCom group</source>
      <translation>WeCom group</translation>
    </message>
    <message>
      <source>WeCom group robot</source>
      <translation>WeCom group robot</translation>
    </message>
    <message>
      <source>Webhook</source>
      <translation>Webhook</translation>
    </message>
    <message>
      <source>Welcome to Seatline</source>
      <translation>Welcome to Seatline</translation>
    </message>
    <message>
      <source>What a customer agrees to or not; messages go by it.</source>
      <translation>What a customer agrees to or not; messages go by it.</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>What came of it</translation>
    </message>
    <message>
      <source>What came of the call?</source>
      <translation>What came of the call?</translation>
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
      <source>What is in which column?</source>
      <translation>What is in which column?</translation>
    </message>
    <message>
      <source>What is it for?</source>
      <translation>What is it for?</translation>
    </message>
    <message>
      <source>What is said</source>
      <translation>What is said</translation>
    </message>
    <message>
      <source>What is urgent always comes, by all ways, at any hour.</source>
      <translation>What is urgent always comes, by all ways, at any hour.</translation>
    </message>
    <message>
      <source>What is wrong; these rows are left out</source>
      <translation>What is wrong; these rows are left out</translation>
    </message>
    <message>
      <source>What should be changed?</source>
      <translation>What should be changed?</translation>
    </message>
    <message>
      <source>What the filter finds</source>
      <translation>What the filter finds</translation>
    </message>
    <message>
      <source>What tickets do by themselves</source>
      <translation>What tickets do by themselves</translation>
    </message>
    <message>
      <source>What to say in a call of this queue</source>
      <translation>What to say in a call of this queue</translation>
    </message>
    <message>
      <source>What was changed</source>
      <translation>What was changed</translation>
    </message>
    <message>
      <source>What was done about it?</source>
      <translation>What was done about it?</translation>
    </message>
    <message>
      <source>What was done.</source>
      <translation>What was done.</translation>
    </message>
    <message>
      <source>What was done. The customer is told this.</source>
      <translation>What was done. The customer is told this.</translation>
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
      <source>What you had typed before is still here, not saved yet.</source>
      <translation>What you had typed before is still here, not saved yet.</translation>
    </message>
    <message>
      <source>What you were writing is back. It has not been put in force.</source>
      <translation>What you were writing is back. It has not been put in force.</translation>
    </message>
    <message>
      <source>What you were writing is back. It has not been saved yet.</source>
      <translation>What you were writing is back. It has not been saved yet.</translation>
    </message>
    <message>
      <source>When a promise is missed, these are told</source>
      <translation>When a promise is missed, these are told</translation>
    </message>
    <message>
      <source>Where is your server?</source>
      <translation>Where is your server?</translation>
    </message>
    <message>
      <source>Where nothing is typed</source>
      <translation>Where nothing is typed</translation>
    </message>
    <message>
      <source>Which columns are shown</source>
      <translation>Which columns are shown</translation>
    </message>
    <message>
      <source>Which file stays? Click it. Below: which value counts, where they differ.</source>
      <translation>Which file stays? Click it. Below: which value counts, where they differ.</translation>
    </message>
    <message>
      <source>While another program is used</source>
      <translation>While another program is used</translation>
    </message>
    <message>
      <source>Who takes it over?</source>
      <translation>Who takes it over?</translation>
    </message>
    <message>
      <source>Who takes these {count} over?</source>
      <translation>Who takes these {count} over?</translation>
    </message>
    <message>
      <source>Whoever gave it to you reads this.</source>
      <translation>Whoever gave it to you reads this.</translation>
    </message>
    <message>
      <source>Whole window</source>
      <translation>Whole window</translation>
    </message>
    <message>
      <source>Whom it is for wants no messages of this kind.</source>
      <translation>Whom it is for wants no messages of this kind.</translation>
    </message>
    <message>
      <source>Whom it would concern; nothing is changed</source>
      <translation>Whom it would concern; nothing is changed</translation>
    </message>
    <message>
      <source>Whose tickets</source>
      <translation>Whose tickets</translation>
    </message>
    <message>
      <source>Why do you need it?</source>
      <translation>Why do you need it?</translation>
    </message>
    <message>
      <source>Why do you need the number? The look is kept with the reason.</source>
      <translation>Why do you need the number? The look is kept with the reason.</translation>
    </message>
    <message>
      <source>Why?</source>
      <translation>Why?</translation>
    </message>
    <message>
      <source>Why? (where a move asks for it)</source>
      <translation>Why? (where a move asks for it)</translation>
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
      <source>With us since</source>
      <translation>With us since</translation>
    </message>
    <message>
      <source>With {name}</source>
      <translation>With {name}</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Withdraw</translation>
    </message>
    <message>
      <source>Withdrawn</source>
      <translation>Withdrawn</translation>
    </message>
    <message>
      <source>Withdrawn. Nobody finds it any more.</source>
      <translation>Withdrawn. Nobody finds it any more.</translation>
    </message>
    <message>
      <source>Withdrawn: readers do not find it.</source>
      <translation>Withdrawn: readers do not find it.</translation>
    </message>
    <message>
      <source>Without a name</source>
      <translation>Without a name</translation>
    </message>
    <message>
      <source>Without it the type's own times count</source>
      <translation>Without it the type's own times count</translation>
    </message>
    <message>
      <source>Without the server nothing can be spoken or sent.</source>
      <translation>Without the server nothing can be spoken or sent.</translation>
    </message>
    <message>
      <source>Words of a call</source>
      <translation>Words of a call</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>Work</translation>
    </message>
    <message>
      <source>Wrap-up</source>
      <translation>Wrap-up</translation>
    </message>
    <message>
      <source>Write a new version of this article</source>
      <translation>Write a new version of this article</translation>
    </message>
    <message>
      <source>Write a quick reply of your own</source>
      <translation>Write a quick reply of your own</translation>
    </message>
    <message>
      <source>Write days as 2026-11-21.</source>
      <translation>Write days as 2026-11-21.</translation>
    </message>
    <message>
      <source>Write the note</source>
      <translation>Write the note</translation>
    </message>
    <message>
      <source>Write the text, or what is to be said.</source>
      <translation>Write the text, or what is to be said.</translation>
    </message>
    <message>
      <source>Write to the customer…</source>
      <translation>Write to the customer…</translation>
    </message>
    <message>
      <source>Written by {who}, to be looked over by somebody else.</source>
      <translation>Written by {who}, to be looked over by somebody else.</translation>
    </message>
    <message>
      <source>Yes or no</source>
      <translation>Yes or no</translation>
    </message>
    <message>
      <source>You</source>
      <translation>You</translation>
    </message>
    <message>
      <source>You are calling somebody already. Finish that first, then call {number}.</source>
      <translation>You are calling somebody already. Finish that first, then call {number}.</translation>
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
      <source>You are on the phone. Put this call on hold first, or consult from within it.</source>
      <translation>You are on the phone. Put this call on hold first, or consult from within it.</translation>
    </message>
    <message>
      <source>You are on the phone. Your customer hears music while you call:</source>
      <translation>You are on the phone. Your customer hears music while you call:</translation>
    </message>
    <message>
      <source>You can sign out when the call is over.</source>
      <translation>You can sign out when the call is over.</translation>
    </message>
    <message>
      <source>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</source>
      <translation>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</translation>
    </message>
    <message>
      <source>You have asked for nothing. Ask from a masked field of a customer's file.</source>
      <translation>You have asked for nothing. Ask from a masked field of a customer's file.</translation>
    </message>
    <message>
      <source>You have three calls already. Finish one of them first.</source>
      <translation>You have three calls already. Finish one of them first.</translation>
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
      <source>You watch it; a click ends that  (W)</source>
      <translation>You watch it; a click ends that  (W)</translation>
    </message>
    <message>
      <source>You watch no ticket. The eye in a ticket changes that.</source>
      <translation>You watch no ticket. The eye in a ticket changes that.</translation>
    </message>
    <message>
      <source>You wrote parts of this article yourself: somebody else must publish it.</source>
      <translation>You wrote parts of this article yourself: somebody else must publish it.</translation>
    </message>
    <message>
      <source>Your answer</source>
      <translation>Your answer</translation>
    </message>
    <message>
      <source>Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and sent later; hold and transfer wait.</source>
      <translation>Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and sent later; hold and transfer wait.</translation>
    </message>
    <message>
      <source>Your calls go on. Type your password to see the window again.</source>
      <translation>Your calls go on. Type your password to see the window again.</translation>
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
      <source>Your question is with the expert; the answer comes as a notice.</source>
      <translation>Your question is with the expert; the answer comes as a notice.</translation>
    </message>
    <message>
      <source>Your question to the expert</source>
      <translation>Your question to the expert</translation>
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
      <source>Yours</source>
      <translation>Yours</translation>
    </message>
    <message>
      <source>a reason</source>
      <translation>a reason</translation>
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
      <source>after {count} days</source>
      <translation>after {count} days</translation>
    </message>
    <message>
      <source>after {count} min, unless the agent made one</source>
      <translation>after {count} min, unless the agent made one</translation>
    </message>
    <message>
      <source>agreed</source>
      <translation>agreed</translation>
    </message>
    <message>
      <source>allowed</source>
      <translation>allowed</translation>
    </message>
    <message>
      <source>an agent had to leave</source>
      <translation>an agent had to leave</translation>
    </message>
    <message>
      <source>and {count} groups inside, kept as they are</source>
      <translation>and {count} groups inside, kept as they are</translation>
    </message>
    <message>
      <source>and {count} more rows</source>
      <translation>and {count} more rows</translation>
    </message>
    <message>
      <source>arrived</source>
      <translation>arrived</translation>
    </message>
    <message>
      <source>as the type says</source>
      <translation>as the type says</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>assigned</translation>
    </message>
    <message>
      <source>assigns it</source>
      <translation>assigns it</translation>
    </message>
    <message>
      <source>at least</source>
      <translation>at least</translation>
    </message>
    <message>
      <source>at most</source>
      <translation>at most</translation>
    </message>
    <message>
      <source>before: {value}</source>
      <translation>before: {value}</translation>
    </message>
    <message>
      <source>begins with</source>
      <translation>begins with</translation>
    </message>
    <message>
      <source>being worked on</source>
      <translation>being worked on</translation>
    </message>
    <message>
      <source>by itself</source>
      <translation>by itself</translation>
    </message>
    <message>
      <source>can be undone until {when}</source>
      <translation>can be undone until {when}</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>cancelled</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>changed</translation>
    </message>
    <message>
      <source>changed: {names}</source>
      <translation>changed: {names}</translation>
    </message>
    <message>
      <source>clocks are frozen</source>
      <translation>clocks are frozen</translation>
    </message>
    <message>
      <source>clocks are kept</source>
      <translation>clocks are kept</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>closed</translation>
    </message>
    <message>
      <source>contains</source>
      <translation>contains</translation>
    </message>
    <message>
      <source>could not be reached</source>
      <translation>could not be reached</translation>
    </message>
    <message>
      <source>counted {when}</source>
      <translation>counted {when}</translation>
    </message>
    <message>
      <source>customer's tag</source>
      <translation>customer's tag</translation>
    </message>
    <message>
      <source>date</source>
      <translation>date</translation>
    </message>
    <message>
      <source>days</source>
      <translation>days</translation>
    </message>
    <message>
      <source>days (empty: ever)</source>
      <translation>days (empty: ever)</translation>
    </message>
    <message>
      <source>did not answer</source>
      <translation>did not answer</translation>
    </message>
    <message>
      <source>did not arrive</source>
      <translation>did not arrive</translation>
    </message>
    <message>
      <source>does not include</source>
      <translation>does not include</translation>
    </message>
    <message>
      <source>done</source>
      <translation>done</translation>
    </message>
    <message>
      <source>done {when}</source>
      <translation>done {when}</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>dropped</translation>
    </message>
    <message>
      <source>due {when}</source>
      <translation>due {when}</translation>
    </message>
    <message>
      <source>e.g. spring mailing, approved by …</source>
      <translation>e.g. spring mailing, approved by …</translation>
    </message>
    <message>
      <source>ended as</source>
      <translation>ended as</translation>
    </message>
    <message>
      <source>ends here</source>
      <translation>ends here</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>failed</translation>
    </message>
    <message>
      <source>fails</source>
      <translation>fails</translation>
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
      <source>from a missed call-back</source>
      <translation>from a missed call-back</translation>
    </message>
    <message>
      <source>from a voice message</source>
      <translation>from a voice message</translation>
    </message>
    <message>
      <source>from an e-mail</source>
      <translation>from an e-mail</translation>
    </message>
    <message>
      <source>from an unresolved call</source>
      <translation>from an unresolved call</translation>
    </message>
    <message>
      <source>from another system</source>
      <translation>from another system</translation>
    </message>
    <message>
      <source>from the customer</source>
      <translation>from the customer</translation>
    </message>
    <message>
      <source>given up</source>
      <translation>given up</translation>
    </message>
    <message>
      <source>goes into it</source>
      <translation>goes into it</translation>
    </message>
    <message>
      <source>helped {count}</source>
      <translation>helped {count}</translation>
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
      <source>in reserve</source>
      <translation>in reserve</translation>
    </message>
    <message>
      <source>in the archive</source>
      <translation>in the archive</translation>
    </message>
    <message>
      <source>in the last</source>
      <translation>in the last</translation>
    </message>
    <message>
      <source>includes</source>
      <translation>includes</translation>
    </message>
    <message>
      <source>internal</source>
      <translation>internal</translation>
    </message>
    <message>
      <source>is</source>
      <translation>is</translation>
    </message>
    <message>
      <source>is answered</source>
      <translation>is answered</translation>
    </message>
    <message>
      <source>is being sent</source>
      <translation>is being sent</translation>
    </message>
    <message>
      <source>is empty</source>
      <translation>is empty</translation>
    </message>
    <message>
      <source>is filled in</source>
      <translation>is filled in</translation>
    </message>
    <message>
      <source>is not</source>
      <translation>is not</translation>
    </message>
    <message>
      <source>is told nothing by itself</source>
      <translation>is told nothing by itself</translation>
    </message>
    <message>
      <source>is told of moves</source>
      <translation>is told of moves</translation>
    </message>
    <message>
      <source>just now</source>
      <translation>just now</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>kept</translation>
    </message>
    <message>
      <source>leads only</source>
      <translation>leads only</translation>
    </message>
    <message>
      <source>leave out</source>
      <translation>leave out</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>left out</translation>
    </message>
    <message>
      <source>less than a year</source>
      <translation>less than a year</translation>
    </message>
    <message>
      <source>level</source>
      <translation>level</translation>
    </message>
    <message>
      <source>loading…</source>
      <translation>loading…</translation>
    </message>
    <message>
      <source>made by a rule</source>
      <translation>made by a rule</translation>
    </message>
    <message>
      <source>made of the name</source>
      <translation>made of the name</translation>
    </message>
    <message>
      <source>mailbox answered</source>
      <translation>mailbox answered</translation>
    </message>
    <message>
      <source>may be sent</source>
      <translation>may be sent</translation>
    </message>
    <message>
      <source>me</source>
      <translation>me</translation>
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
      <source>moves it on</source>
      <translation>moves it on</translation>
    </message>
    <message>
      <source>name and address</source>
      <translation>name and address</translation>
    </message>
    <message>
      <source>names: {count}</source>
      <translation>names: {count}</translation>
    </message>
    <message>
      <source>never</source>
      <translation>never</translation>
    </message>
    <message>
      <source>never yet</source>
      <translation>never yet</translation>
    </message>
    <message>
      <source>new</source>
      <translation>new</translation>
    </message>
    <message>
      <source>new: {names}</source>
      <translation>new: {names}</translation>
    </message>
    <message>
      <source>next try {when}</source>
      <translation>next try {when}</translation>
    </message>
    <message>
      <source>no</source>
      <translation>no</translation>
    </message>
    <message>
      <source>no address</source>
      <translation>no address</translation>
    </message>
    <message>
      <source>no e-mails</source>
      <translation>no e-mails</translation>
    </message>
    <message>
      <source>no messages</source>
      <translation>no messages</translation>
    </message>
    <message>
      <source>no text messages</source>
      <translation>no text messages</translation>
    </message>
    <message>
      <source>nobody has it yet</source>
      <translation>nobody has it yet</translation>
    </message>
    <message>
      <source>nobody yet</source>
      <translation>nobody yet</translation>
    </message>
    <message>
      <source>none</source>
      <translation>none</translation>
    </message>
    <message>
      <source>not answered yet</source>
      <translation>not answered yet</translation>
    </message>
    <message>
      <source>not asked</source>
      <translation>not asked</translation>
    </message>
    <message>
      <source>not carried out</source>
      <translation>not carried out</translation>
    </message>
    <message>
      <source>not counted yet</source>
      <translation>not counted yet</translation>
    </message>
    <message>
      <source>not ready</source>
      <translation>not ready</translation>
    </message>
    <message>
      <source>not run yet</source>
      <translation>not run yet</translation>
    </message>
    <message>
      <source>not sent</source>
      <translation>not sent</translation>
    </message>
    <message>
      <source>not set up in full</source>
      <translation>not set up in full</translation>
    </message>
    <message>
      <source>not signed in</source>
      <translation>not signed in</translation>
    </message>
    <message>
      <source>not used any more</source>
      <translation>not used any more</translation>
    </message>
    <message>
      <source>not used yet</source>
      <translation>not used yet</translation>
    </message>
    <message>
      <source>not within the last</source>
      <translation>not within the last</translation>
    </message>
    <message>
      <source>note says</source>
      <translation>note says</translation>
    </message>
    <message>
      <source>nowhere: messages carry no link</source>
      <translation>nowhere: messages carry no link</translation>
    </message>
    <message>
      <source>number</source>
      <translation>number</translation>
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
      <source>on the phone</source>
      <translation>on the phone</translation>
    </message>
    <message>
      <source>one of</source>
      <translation>one of</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>overdue</translation>
    </message>
    <message>
      <source>overdue since {when}</source>
      <translation>overdue since {when}</translation>
    </message>
    <message>
      <source>own words</source>
      <translation>own words</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>paused</translation>
    </message>
    <message>
      <source>paused, {time} left</source>
      <translation>paused, {time} left</translation>
    </message>
    <message>
      <source>priority {priority}</source>
      <translation>priority {priority}</translation>
    </message>
    <message>
      <source>private</source>
      <translation>private</translation>
    </message>
    <message>
      <source>queue</source>
      <translation>queue</translation>
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
      <source>required</source>
      <translation>required</translation>
    </message>
    <message>
      <source>resolved</source>
      <translation>resolved</translation>
    </message>
    <message>
      <source>result</source>
      <translation>result</translation>
    </message>
    <message>
      <source>retired</source>
      <translation>retired</translation>
    </message>
    <message>
      <source>round the clock</source>
      <translation>round the clock</translation>
    </message>
    <message>
      <source>row {count}</source>
      <translation>row {count}</translation>
    </message>
    <message>
      <source>running</source>
      <translation>running</translation>
    </message>
    <message>
      <source>runs</source>
      <translation>runs</translation>
    </message>
    <message>
      <source>same e-mail</source>
      <translation>same e-mail</translation>
    </message>
    <message>
      <source>same number</source>
      <translation>same number</translation>
    </message>
    <message>
      <source>secrets: {count}</source>
      <translation>secrets: {count}</translation>
    </message>
    <message>
      <source>seen in full for {time}</source>
      <translation>seen in full for {time}</translation>
    </message>
    <message>
      <source>sending…</source>
      <translation>sending…</translation>
    </message>
    <message>
      <source>sent</source>
      <translation>sent</translation>
    </message>
    <message>
      <source>several of</source>
      <translation>several of</translation>
    </message>
    <message>
      <source>since (date)</source>
      <translation>since (date)</translation>
    </message>
    <message>
      <source>since {day}</source>
      <translation>since {day}</translation>
    </message>
    <message>
      <source>stay, since they were changed meanwhile</source>
      <translation>stay, since they were changed meanwhile</translation>
    </message>
    <message>
      <source>stays</source>
      <translation>stays</translation>
    </message>
    <message>
      <source>still to choose</source>
      <translation>still to choose</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>stopped</translation>
    </message>
    <message>
      <source>switched off</source>
      <translation>switched off</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>taken back</translation>
    </message>
    <message>
      <source>team's</source>
      <translation>team's</translation>
    </message>
    <message>
      <source>tells the customer</source>
      <translation>tells the customer</translation>
    </message>
    <message>
      <source>text</source>
      <translation>text</translation>
    </message>
    <message>
      <source>the administrators</source>
      <translation>the administrators</translation>
    </message>
    <message>
      <source>the checklist</source>
      <translation>the checklist</translation>
    </message>
    <message>
      <source>the company</source>
      <translation>the company</translation>
    </message>
    <message>
      <source>the customer agrees</source>
      <translation>the customer agrees</translation>
    </message>
    <message>
      <source>the customer's name</source>
      <translation>the customer's name</translation>
    </message>
    <message>
      <source>the lead of the department</source>
      <translation>the lead of the department</translation>
    </message>
    <message>
      <source>the other supervisors</source>
      <translation>the other supervisors</translation>
    </message>
    <message>
      <source>the queue</source>
      <translation>the queue</translation>
    </message>
    <message>
      <source>the solution</source>
      <translation>the solution</translation>
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
      <source>time is over</source>
      <translation>time is over</translation>
    </message>
    <message>
      <source>to the customer</source>
      <translation>to the customer</translation>
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
      <source>too late</source>
      <translation>too late</translation>
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
      <source>undone</source>
      <translation>undone</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unknown</translation>
    </message>
    <message>
      <source>unread</source>
      <translation>unread</translation>
    </message>
    <message>
      <source>until</source>
      <translation>until</translation>
    </message>
    <message>
      <source>until (date)</source>
      <translation>until (date)</translation>
    </message>
    <message>
      <source>valid until {day}</source>
      <translation>valid until {day}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>waiting</translation>
    </message>
    <message>
      <source>waits for a decision</source>
      <translation>waits for a decision</translation>
    </message>
    <message>
      <source>waits for the server</source>
      <translation>waits for the server</translation>
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
      <source>wants none</source>
      <translation>wants none</translation>
    </message>
    <message>
      <source>wants none, {when}</source>
      <translation>wants none, {when}</translation>
    </message>
    <message>
      <source>was busy</source>
      <translation>was busy</translation>
    </message>
    <message>
      <source>when it is late</source>
      <translation>when it is late</translation>
    </message>
    <message>
      <source>who does it</source>
      <translation>who does it</translation>
    </message>
    <message>
      <source>who has it, and who watches it</source>
      <translation>who has it, and who watches it</translation>
    </message>
    <message>
      <source>with faults</source>
      <translation>with faults</translation>
    </message>
    <message>
      <source>within the last</source>
      <translation>within the last</translation>
    </message>
    <message>
      <source>works</source>
      <translation>works</translation>
    </message>
    <message>
      <source>wrap-up</source>
      <translation>wrap-up</translation>
    </message>
    <message>
      <source>writes a comment</source>
      <translation>writes a comment</translation>
    </message>
    <message>
      <source>written by hand</source>
      <translation>written by hand</translation>
    </message>
    <message>
      <source>written by the customer</source>
      <translation>written by the customer</translation>
    </message>
    <message>
      <source>written {when}</source>
      <translation>written {when}</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>yes</translation>
    </message>
    <message>
      <source>yes or no</source>
      <translation>yes or no</translation>
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
      <source>{count} chosen</source>
      <translation>{count} chosen</translation>
    </message>
    <message>
      <source>{count} customers</source>
      <translation>{count} customers</translation>
    </message>
    <message>
      <source>{count} customers have this number. Who is it?</source>
      <translation>{count} customers have this number. Who is it?</translation>
    </message>
    <message>
      <source>{count} days</source>
      <translation>{count} days</translation>
    </message>
    <message>
      <source>{count} faults; nothing has been changed.</source>
      <translation>{count} faults; nothing has been changed.</translation>
    </message>
    <message>
      <source>{count} h late</source>
      <translation>{count} h late</translation>
    </message>
    <message>
      <source>{count} hours</source>
      <translation>{count} hours</translation>
    </message>
    <message>
      <source>{count} macros</source>
      <translation>{count} macros</translation>
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
      <source>{count} min late</source>
      <translation>{count} min late</translation>
    </message>
    <message>
      <source>{count} minutes</source>
      <translation>{count} minutes</translation>
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
      <source>{count} rows</source>
      <translation>{count} rows</translation>
    </message>
    <message>
      <source>{count} s more to write it up.</source>
      <translation>{count} s more to write it up.</translation>
    </message>
    <message>
      <source>{count} states</source>
      <translation>{count} states</translation>
    </message>
    <message>
      <source>{count} tickets changed.</source>
      <translation>{count} tickets changed.</translation>
    </message>
    <message>
      <source>{count} views</source>
      <translation>{count} views</translation>
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
      <source>{created} new, {updated} changed</source>
      <translation>{created} new, {updated} changed</translation>
    </message>
    <message>
      <source>{device} (not plugged in)</source>
      <translation>{device} (not plugged in)</translation>
    </message>
    <message>
      <source>{done} changed, {refused} not: {why}</source>
      <translation>{done} changed, {refused} not: {why}</translation>
    </message>
    <message>
      <source>{done} of {all} rows</source>
      <translation>{done} of {all} rows</translation>
    </message>
    <message>
      <source>{done} of {count}</source>
      <translation>{done} of {count}</translation>
    </message>
    <message>
      <source>{field}: at most {count} characters.</source>
      <translation>{field}: at most {count} characters.</translation>
    </message>
    <message>
      <source>{field}: braces and brackets go in pairs.</source>
      <translation>{field}: braces and brackets go in pairs.</translation>
    </message>
    <message>
      <source>{field}: there is no value {value}.</source>
      <translation>{field}: there is no value {value}.</translation>
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
      <source>{hours} h</source>
      <translation>{hours} h</translation>
    </message>
    <message>
      <source>{hours} h {count} min</source>
      <translation>{hours} h {count} min</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <source>{matched} customers; {get} would get the tag, {lose} would lose it.</source>
      <translation>{matched} customers; {get} would get the tag, {lose} would lose it.</translation>
    </message>
    <message>
      <source>{month}/{day} {time}</source>
      <translation>{month}/{day} {time}</translation>
    </message>
    <message>
      <source>{move} (asks for {needs})</source>
      <translation>{move} (asks for {needs})</translation>
    </message>
    <message>
      <source>{move}: asks for {needs}</source>
      <translation>{move}: asks for {needs}</translation>
    </message>
    <message>
      <source>{move}: to {state}</source>
      <translation>{move}: to {state}</translation>
    </message>
    <message>
      <source>{name} (shared)</source>
      <translation>{name} (shared)</translation>
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
      <source>{name} is larger than 20 MB.</source>
      <translation>{name} is larger than 20 MB.</translation>
    </message>
    <message>
      <source>{name} is not shared any more.</source>
      <translation>{name} is not shared any more.</translation>
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
      <source>{name} is saved.</source>
      <translation>{name} is saved.</translation>
    </message>
    <message>
      <source>{name} is shared with the team now.</source>
      <translation>{name} is shared with the team now.</translation>
    </message>
    <message>
      <source>{name} noted</source>
      <translation>{name} noted</translation>
    </message>
    <message>
      <source>{name} was merged by {who}</source>
      <translation>{name} was merged by {who}</translation>
    </message>
    <message>
      <source>{name}, who was on hold, has hung up.</source>
      <translation>{name}, who was on hold, has hung up.</translation>
    </message>
    <message>
      <source>{number} is copied.</source>
      <translation>{number} is copied.</translation>
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
      <source>{queue}: {waiting} waiting</source>
      <translation>{queue}: {waiting} waiting</translation>
    </message>
    <message>
      <source>{queue}: {waiting} waiting, longest {longest}</source>
      <translation>{queue}: {waiting} waiting, longest {longest}</translation>
    </message>
    <message>
      <source>{shown} of {count}</source>
      <translation>{shown} of {count}</translation>
    </message>
    <message>
      <source>{state}, {count} tickets</source>
      <translation>{state}, {count} tickets</translation>
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
      <source>{time} left</source>
      <translation>{time} left</translation>
    </message>
    <message>
      <source>{time} overdue</source>
      <translation>{time} overdue</translation>
    </message>
    <message>
      <source>{way}: he is sent messages again.</source>
      <translation>{way}: he is sent messages again.</translation>
    </message>
    <message>
      <source>{way}: he is sent nothing any more.</source>
      <translation>{way}: he is sent nothing any more.</translation>
    </message>
    <message>
      <source>{what} in {count} days</source>
      <translation>{what} in {count} days</translation>
    </message>
    <message>
      <source>{when} · waited {waited} · talked {talked}</source>
      <translation>{when} · waited {waited} · talked {talked}</translation>
    </message>
    <message>
      <source>{where}: {action}. Choose others.</source>
      <translation>{where}: {action}. Choose others.</translation>
    </message>
    <message>
      <source>{who} gave it to you: {why}</source>
      <translation>{who} gave it to you: {why}</translation>
    </message>
    <message>
      <source>{who} saved these fields while you were writing. Choose for each which value stays; what only one of you has changed is kept anyway.</source>
      <translation>{who} saved these fields while you were writing. Choose for each which value stays; what only one of you has changed is kept anyway.</translation>
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
      <source>{who}, {when}</source>
      <translation>{who}, {when}</translation>
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
      <source>“{name}” is deleted for good. The history keeps its name and who deleted it.</source>
      <translation>“{name}” is deleted for good. The history keeps its name and who deleted it.</translation>
    </message>
    <message>
      <source>“{name}” itself stays as it is; only the link goes. The history keeps it.</source>
      <translation>“{name}” itself stays as it is; only the link goes. The history keeps it.</translation>
    </message>
    <message>
      <source>↑ ↓ choose   ·   Enter does it   ·   Esc closes</source>
      <translation>↑ ↓ choose   ·   Enter does it   ·   Esc closes</translation>
    </message>
  </context>
</TS>
