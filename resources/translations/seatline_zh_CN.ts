<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>Seatline</name>
    <message>
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>接听</translation>
    </message>
    <message>
      <source>Answer on your phone</source>
      <translation>请在话机上接听</translation>
    </message>
    <message>
      <source>As the computer</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Asked to be called back</source>
      <translation>已预约回拨</translation>
    </message>
    <message>
      <source>Began</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>示忙</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>通话</translation>
    </message>
    <message>
      <source>Call ended</source>
      <translation>通话已结束</translation>
    </message>
    <message>
      <source>Call ended by the customer</source>
      <translation>客户已挂断</translation>
    </message>
    <message>
      <source>Caller hung up</source>
      <translation>来电者挂断</translation>
    </message>
    <message>
      <source>Calls</source>
      <translation>通话</translation>
    </message>
    <message>
      <source>Calls answered today, average talk time; missed: {missed}</source>
      <translation>今日接听与平均通话时长；未接 {missed}</translation>
    </message>
    <message>
      <source>Calls come in again as soon as it is back. You need not do anything.</source>
      <translation>恢复后来电会自动继续，您无需操作。</translation>
    </message>
    <message>
      <source>Calls go to your colleagues until you are ready.</source>
      <translation>就绪之前，来电会转给同事。</translation>
    </message>
    <message>
      <source>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</source>
      <translation>来电将在用您的分机号登录的 SIP 话机上振铃；本窗口仍显示客户资料，并可保持通话、写小结和建工单。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Check the headset and the phone's connection, then go ready again.</source>
      <translation>请检查耳机与话机连接，然后重新就绪。</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>中文</translation>
    </message>
    <message>
      <source>Choose a call to read what came of it.</source>
      <translation>选择一条通话，查看它的结果。</translation>
    </message>
    <message>
      <source>Choose device</source>
      <translation>选择设备</translation>
    </message>
    <message>
      <source>Choose first what came of the call (keys 1 to 9).</source>
      <translation>请先选择通话结果（数字键 1–9）。</translation>
    </message>
    <message>
      <source>Close this file</source>
      <translation>关闭此档案</translation>
    </message>
    <message>
      <source>Company</source>
      <translation>公司</translation>
    </message>
    <message>
      <source>Compare this fingerprint with the one that your administrator gave you:</source>
      <translation>请与管理员提供的指纹核对：</translation>
    </message>
    <message>
      <source>Computer's default</source>
      <translation>系统默认</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>正在连接…</translation>
    </message>
    <message>
      <source>Customer file</source>
      <translation>客户档案</translation>
    </message>
    <message>
      <source>Customer for</source>
      <translation>客龄</translation>
    </message>
    <message>
      <source>Customers found</source>
      <translation>找到的客户</translation>
    </message>
    <message>
      <source>Cut off</source>
      <translation>通话中断</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Decline</source>
      <translation>拒接</translation>
    </message>
    <message>
      <source>Declined</source>
      <translation>已拒接</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>Desk</source>
      <translation>工作台</translation>
    </message>
    <message>
      <source>Desktop and server are of different versions. Ask your administrator for the fitting one.</source>
      <translation>客户端与服务器版本不一致，请向管理员索取匹配的版本。</translation>
    </message>
    <message>
      <source>Desktop {desktop}, server {server}</source>
      <translation>客户端 {desktop}，服务器 {server}</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>Draft kept on this computer</source>
      <translation>草稿已存本机</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>到期时间</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>邮箱</translation>
    </message>
    <message>
      <source>English</source>
      <translation>英文</translation>
    </message>
    <message>
      <source>Find customer</source>
      <translation>查找客户</translation>
    </message>
    <message>
      <source>Find customer by name or number</source>
      <translation>按姓名或号码查找客户</translation>
    </message>
    <message>
      <source>Find customer by name or number  (Ctrl+F)</source>
      <translation>按姓名或号码查找客户  (Ctrl+F)</translation>
    </message>
    <message>
      <source>First contact with this server</source>
      <translation>首次连接此服务器</translation>
    </message>
    <message>
      <source>Follow up</source>
      <translation>回访</translation>
    </message>
    <message>
      <source>Follow up at</source>
      <translation>回访时间</translation>
    </message>
    <message>
      <source>For {name}</source>
      <translation>客户：{name}</translation>
    </message>
    <message>
      <source>Go ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>Gold</source>
      <translation>金卡</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>挂断</translation>
    </message>
    <message>
      <source>Headset and phone</source>
      <translation>耳机与话机</translation>
    </message>
    <message>
      <source>High</source>
      <translation>高</translation>
    </message>
    <message>
      <source>Hold</source>
      <translation>保持</translation>
    </message>
    <message>
      <source>I use another phone</source>
      <translation>我使用其他话机</translation>
    </message>
    <message>
      <source>Incoming call</source>
      <translation>来电</translation>
    </message>
    <message>
      <source>It could not be saved on this computer. Your text is still here; try again.</source>
      <translation>未能保存到本机。文字仍在，请重试。</translation>
    </message>
    <message>
      <source>It is the same: trust this server</source>
      <translation>核对一致，信任此服务器</translation>
    </message>
    <message>
      <source>It is tried again by itself. Until then no call can reach you.</source>
      <translation>正在自动重试，期间来电无法送达。</translation>
    </message>
    <message>
      <source>It is tried again by itself. What you write is kept here and sent when it is back.</source>
      <translation>正在自动重连。您写的内容已存本机，恢复后自动发送。</translation>
    </message>
    <message>
      <source>It shows here with the customer's file. F2 answers from anywhere.</source>
      <translation>来电与客户档案会显示在这里，随时按 F2 接听。</translation>
    </message>
    <message>
      <source>Keypad</source>
      <translation>拨号盘</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Language and look</source>
      <translation>语言与外观</translation>
    </message>
    <message>
      <source>Last contact {when}: {what}</source>
      <translation>上次联系 {when}：{what}</translation>
    </message>
    <message>
      <source>Left a message</source>
      <translation>已留言</translation>
    </message>
    <message>
      <source>Left for another way</source>
      <translation>已溢出到别处</translation>
    </message>
    <message>
      <source>Left in the menu</source>
      <translation>菜单中挂断</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Line lost: the customer is called back ({attempt} of {tries})</source>
      <translation>通话断线，正在回拨客户（第 {attempt} 次，共 {tries} 次）</translation>
    </message>
    <message>
      <source>Loading your calls…</source>
      <translation>正在加载通话…</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>外观</translation>
    </message>
    <message>
      <source>Low</source>
      <translation>低</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>麦克风</translation>
    </message>
    <message>
      <source>Microphone unplugged</source>
      <translation>麦克风被拔出</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>静音</translation>
    </message>
    <message>
      <source>My calls</source>
      <translation>我的通话</translation>
    </message>
    <message>
      <source>My last calls</source>
      <translation>最近通话</translation>
    </message>
    <message>
      <source>My state</source>
      <translation>我的状态</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>姓名</translation>
    </message>
    <message>
      <source>Name of the person or company</source>
      <translation>个人或公司名称</translation>
    </message>
    <message>
      <source>New customer</source>
      <translation>新客户</translation>
    </message>
    <message>
      <source>New number: write down the name while you talk.</source>
      <translation>新号码：通话时请记下姓名。</translation>
    </message>
    <message>
      <source>New ticket from this call  (Ctrl+T)</source>
      <translation>由本次通话新建工单  (Ctrl+T)</translation>
    </message>
    <message>
      <source>No calls yet. The calls that you take are listed here.</source>
      <translation>还没有通话。您接听的通话会列在这里。</translation>
    </message>
    <message>
      <source>No connection to the server</source>
      <translation>未连接服务器</translation>
    </message>
    <message>
      <source>No contact so far.</source>
      <translation>此前没有联系记录。</translation>
    </message>
    <message>
      <source>No microphone</source>
      <translation>没有麦克风</translation>
    </message>
    <message>
      <source>No microphone is found. Plug in your headset or choose another device.</source>
      <translation>没有找到麦克风。请插上耳机或另选设备。</translation>
    </message>
    <message>
      <source>No note was written.</source>
      <translation>未写小结。</translation>
    </message>
    <message>
      <source>No phone</source>
      <translation>话机未连接</translation>
    </message>
    <message>
      <source>No server</source>
      <translation>服务器断开</translation>
    </message>
    <message>
      <source>No speaker</source>
      <translation>没有扬声器</translation>
    </message>
    <message>
      <source>No speaker is found. Plug in your headset or choose another device.</source>
      <translation>没有找到扬声器。请插上耳机或另选设备。</translation>
    </message>
    <message>
      <source>Nobody found. Try part of the number.</source>
      <translation>没有找到。可试试号码中的几位数字。</translation>
    </message>
    <message>
      <source>Nobody took the transfer</source>
      <translation>转接无人接听</translation>
    </message>
    <message>
      <source>Normal</source>
      <translation>普通</translation>
    </message>
    <message>
      <source>Not answered</source>
      <translation>未接听</translation>
    </message>
    <message>
      <source>Not answered in time: you are set to not ready.</source>
      <translation>未及时接听，已将您设为未就绪。</translation>
    </message>
    <message>
      <source>Not linked to a customer</source>
      <translation>未关联客户</translation>
    </message>
    <message>
      <source>Not reached</source>
      <translation>未接通</translation>
    </message>
    <message>
      <source>Not signed in: the server's certificate was not confirmed.</source>
      <translation>未登录：服务器证书未确认。</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>小结</translation>
    </message>
    <message>
      <source>Note and outcome  (Ctrl+N)</source>
      <translation>小结与结果  (Ctrl+N)</translation>
    </message>
    <message>
      <source>Note and ticket</source>
      <translation>小结与工单</translation>
    </message>
    <message>
      <source>Nothing happened with this customer so far.</source>
      <translation>该客户还没有任何记录。</translation>
    </message>
    <message>
      <source>Nothing is open. Everything that was promised is done.</source>
      <translation>没有未完成的承诺，答应的事都已办妥。</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>号码</translation>
    </message>
    <message>
      <source>Off duty</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>On hold</source>
      <translation>保持中</translation>
    </message>
    <message>
      <source>Open customer file</source>
      <translation>打开客户档案</translation>
    </message>
    <message>
      <source>Open promises</source>
      <translation>待办承诺</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <translation>正在打开档案…</translation>
    </message>
    <message>
      <source>Other phone</source>
      <translation>其他话机</translation>
    </message>
    <message>
      <source>Other phone missing</source>
      <translation>其他话机未登录</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>页面</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>密码</translation>
    </message>
    <message>
      <source>Phone ready</source>
      <translation>话机正常</translation>
    </message>
    <message>
      <source>Phone starting…</source>
      <translation>话机启动中…</translation>
    </message>
    <message>
      <source>Phone trouble</source>
      <translation>话机异常</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>地区</translation>
    </message>
    <message>
      <source>Please fill in server, user name and password.</source>
      <translation>请填写服务器、用户名和密码。</translation>
    </message>
    <message>
      <source>Please sign in again. What you typed is kept.</source>
      <translation>请重新登录，已输入的内容不会丢失。</translation>
    </message>
    <message>
      <source>Please write a title.</source>
      <translation>请填写标题。</translation>
    </message>
    <message>
      <source>Please write the customer's name.</source>
      <translation>请填写客户姓名。</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>优先级</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>Ready for the next call</source>
      <translation>已就绪，等待来电</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>录音中</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>被拒绝</translation>
    </message>
    <message>
      <source>Reload</source>
      <translation>刷新</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Remember the password on this computer</source>
      <translation>在本机记住密码</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>取回</translation>
    </message>
    <message>
      <source>Ringing</source>
      <translation>振铃</translation>
    </message>
    <message>
      <source>Same as speaker</source>
      <translation>与扬声器相同</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save customer</source>
      <translation>保存客户</translation>
    </message>
    <message>
      <source>Save ticket</source>
      <translation>保存工单</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>已保存</translation>
    </message>
    <message>
      <source>Saved on this computer, will be sent</source>
      <translation>已存本机，稍后发送</translation>
    </message>
    <message>
      <source>Saved on this computer; it is being sent.</source>
      <translation>已存本机，正在发送。</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>正在保存…</translation>
    </message>
    <message>
      <source>Searching…</source>
      <translation>正在查找…</translation>
    </message>
    <message>
      <source>Seatline</source>
      <translation>席聆</translation>
    </message>
    <message>
      <source>Seatline is free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
      <translation>席聆是自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本，不提供任何担保。</translation>
    </message>
    <message>
      <source>Seatline – sign in</source>
      <translation>席聆 – 登录</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>服务器</translation>
    </message>
    <message>
      <source>Server and about</source>
      <translation>服务器与关于</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>登录</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>退出登录</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>正在登录…</translation>
    </message>
    <message>
      <source>Silver</source>
      <translation>银卡</translation>
    </message>
    <message>
      <source>Something in the form is not right. Please check what you entered.</source>
      <translation>填写内容有误，请检查。</translation>
    </message>
    <message>
      <source>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</source>
      <translation>发生意外错误。请重试；若仍如此，请告知管理员。</translation>
    </message>
    <message>
      <source>Sound device</source>
      <translation>声音设备</translation>
    </message>
    <message>
      <source>Speaker</source>
      <translation>扬声器</translation>
    </message>
    <message>
      <source>Speaker unplugged</source>
      <translation>扬声器被拔出</translation>
    </message>
    <message>
      <source>Talked</source>
      <translation>通话</translation>
    </message>
    <message>
      <source>Talking</source>
      <translation>通话中</translation>
    </message>
    <message>
      <source>Talking, muted</source>
      <translation>通话中（已静音）</translation>
    </message>
    <message>
      <source>The call centre on your desk</source>
      <translation>桌面上的呼叫中心</translation>
    </message>
    <message>
      <source>The call could not be connected.</source>
      <translation>未能接通。</translation>
    </message>
    <message>
      <source>The call is no longer waiting for you: the caller left or a colleague took it.</source>
      <translation>来电已不在等候：来电者离开或同事已接听。</translation>
    </message>
    <message>
      <source>The caller hung up before the call was answered.</source>
      <translation>来电者在接听前挂断。</translation>
    </message>
    <message>
      <source>The certificate could not be saved; it will be asked for again.</source>
      <translation>证书未能保存，下次会再次询问。</translation>
    </message>
    <message>
      <source>The connection to the server is lost.</source>
      <translation>与服务器的连接已断开。</translation>
    </message>
    <message>
      <source>The disk of this computer is full. Make room, then save again.</source>
      <translation>本机磁盘已满。请腾出空间后再保存。</translation>
    </message>
    <message>
      <source>The draft cannot be saved on this computer. Check the room on its disk.</source>
      <translation>草稿无法存到本机，请检查磁盘空间。</translation>
    </message>
    <message>
      <source>The microphone was unplugged; a running call goes on. Plug the headset in again or choose another device.</source>
      <translation>麦克风被拔出了，通话还在。请插回耳机或另选设备。</translation>
    </message>
    <message>
      <source>The next call's note goes here.</source>
      <translation>下一通电话的小结写在这里。</translation>
    </message>
    <message>
      <source>The password store of this computer is locked: you will be asked each time.</source>
      <translation>本机密码库已锁定：每次登录都需输入密码。</translation>
    </message>
    <message>
      <source>The phone is ready again.</source>
      <translation>话机已恢复。</translation>
    </message>
    <message>
      <source>The phone program was restarted. It is registering again.</source>
      <translation>话机程序已重启，正在重新注册。</translation>
    </message>
    <message>
      <source>The result of the call is saved.</source>
      <translation>通话结果已保存。</translation>
    </message>
    <message>
      <source>The server cannot be reached. Check the network and the server's address.</source>
      <translation>无法连接服务器。请检查网络和服务器地址。</translation>
    </message>
    <message>
      <source>The server did not take it. Your text is kept here.</source>
      <translation>服务器未接受，文字保留在这里。</translation>
    </message>
    <message>
      <source>The server is back.</source>
      <translation>服务器已恢复。</translation>
    </message>
    <message>
      <source>The server is busy. It will be tried again.</source>
      <translation>服务器繁忙，稍后会重试。</translation>
    </message>
    <message>
      <source>The server refused the phone's sign-in. Sign in again or tell your administrator.</source>
      <translation>服务器拒绝了话机登录。请重新登录或告知管理员。</translation>
    </message>
    <message>
      <source>The server's certificate has changed</source>
      <translation>服务器证书已更换</translation>
    </message>
    <message>
      <source>The server's certificate is not the expected one. Tell your administrator.</source>
      <translation>服务器证书与预期不符，请告知管理员。</translation>
    </message>
    <message>
      <source>The server's certificate is not the one from before. Ask your administrator before you go on.</source>
      <translation>服务器证书与之前不同。继续之前请先询问管理员。</translation>
    </message>
    <message>
      <source>The server's disk is full. Tell your administrator; what you typed is kept here.</source>
      <translation>服务器磁盘已满，请告知管理员；您输入的内容保留在本机。</translation>
    </message>
    <message>
      <source>The sound device cannot be opened. Close other programs that use it or choose another.</source>
      <translation>无法打开声音设备。请关闭占用它的程序或另选设备。</translation>
    </message>
    <message>
      <source>The speaker was unplugged; a running call goes on. Plug the headset in again or choose another device.</source>
      <translation>扬声器被拔出了，通话还在。请插回耳机或另选设备。</translation>
    </message>
    <message>
      <source>The text is kept on this computer. Show it to your supervisor.</source>
      <translation>文字保留在本机，请交给班长处理。</translation>
    </message>
    <message>
      <source>This call belongs to somebody else.</source>
      <translation>此通话属于其他坐席。</translation>
    </message>
    <message>
      <source>This computer has no password store: you will be asked each time.</source>
      <translation>本机没有密码库：每次登录都需输入密码。</translation>
    </message>
    <message>
      <source>This is no certificate fingerprint (64 hex digits).</source>
      <translation>这不是证书指纹（64 位十六进制）。</translation>
    </message>
    <message>
      <source>This is no server address. Write it as https://server:port.</source>
      <translation>服务器地址不正确，请写成 https://服务器:端口。</translation>
    </message>
    <message>
      <source>This is not possible in your present state.</source>
      <translation>当前状态下无法执行此操作。</translation>
    </message>
    <message>
      <source>This is not there any more. Reload the list.</source>
      <translation>该内容已不存在，请刷新列表。</translation>
    </message>
    <message>
      <source>This may be a new certificate, or somebody between you and the server. Go on only if your administrator names you this fingerprint:</source>
      <translation>可能更换了证书，也可能有人在中间窃听。仅当管理员告知的指纹与此一致时才继续：</translation>
    </message>
    <message>
      <source>This number is not known yet. The call and its result go into this file.</source>
      <translation>该号码尚无档案。本次通话及结果会记入新档案。</translation>
    </message>
    <message>
      <source>This server is new to this computer. Confirm its certificate first.</source>
      <translation>本机首次连接此服务器，请先确认证书。</translation>
    </message>
    <message>
      <source>This was already saved with other contents. Open it again to change it.</source>
      <translation>已用其他内容保存过，请重新打开后修改。</translation>
    </message>
    <message>
      <source>Ticket</source>
      <translation>工单</translation>
    </message>
    <message>
      <source>Ticket {number} is saved</source>
      <translation>工单 {number} 已保存</translation>
    </message>
    <message>
      <source>Time line</source>
      <translation>时间线</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>Today {answered} · average {average}</source>
      <translation>今日 {answered} 接 · 平均 {average}</translation>
    </message>
    <message>
      <source>Too many wrong passwords. Please try again in {seconds} s.</source>
      <translation>密码错误次数过多，请 {seconds} 秒后再试。</translation>
    </message>
    <message>
      <source>Too many wrong passwords. Signing in is locked for a while.</source>
      <translation>密码错误次数过多，登录暂时锁定。</translation>
    </message>
    <message>
      <source>Transferred by {name}</source>
      <translation>{name} 转来</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>立即重试</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>类型</translation>
    </message>
    <message>
      <source>Unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>Unknown caller</source>
      <translation>陌生来电</translation>
    </message>
    <message>
      <source>Unmute</source>
      <translation>取消静音</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>紧急</translation>
    </message>
    <message>
      <source>User name</source>
      <translation>用户名</translation>
    </message>
    <message>
      <source>User name or password is wrong. Please try again.</source>
      <translation>用户名或密码不正确，请重试。</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Waited</source>
      <translation>等待</translation>
    </message>
    <message>
      <source>Wants to be called back</source>
      <translation>客户预约回拨</translation>
    </message>
    <message>
      <source>Was cut off: call back</source>
      <translation>断线客户，需回拨</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>通话结果</translation>
    </message>
    <message>
      <source>What was it about, what was agreed?</source>
      <translation>为何来电？商定了什么？</translation>
    </message>
    <message>
      <source>Wrap-up</source>
      <translation>话后处理</translation>
    </message>
    <message>
      <source>You are not allowed to do this. Ask your supervisor if you need it.</source>
      <translation>您没有此权限，如有需要请联系班长。</translation>
    </message>
    <message>
      <source>You are not taking calls</source>
      <translation>您现在不接听来电</translation>
    </message>
    <message>
      <source>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</source>
      <translation>没有麦克风无法就绪。请插上耳机，或在设置中选择「我使用其他话机」。</translation>
    </message>
    <message>
      <source>Your call may go on; hold waits. What you write is kept here and sent later.</source>
      <translation>通话可继续，保持需等恢复。您写的内容已存本机，稍后发送。</translation>
    </message>
    <message>
      <source>Your phone could not be reached</source>
      <translation>您的话机无法接通</translation>
    </message>
    <message>
      <source>Your phone could not be rung. Look at the phone's connection.</source>
      <translation>您的话机无法振铃，请检查话机连接。</translation>
    </message>
    <message>
      <source>Your phone is not connected.</source>
      <translation>您的话机未连接。</translation>
    </message>
    <message>
      <source>Your sign-in has expired.</source>
      <translation>登录已过期。</translation>
    </message>
    <message>
      <source>Your sign-in has expired. Please sign in again; what you typed is kept.</source>
      <translation>登录已过期，请重新登录；已输入的内容不会丢失。</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>已分派</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>已关闭</translation>
    </message>
    <message>
      <source>due {when}</source>
      <translation>{when} 到期</translation>
    </message>
    <message>
      <source>follow up {when}</source>
      <translation>{when} 回访</translation>
    </message>
    <message>
      <source>https://callcentre.example:8443</source>
      <translation>https://callcentre.example:8443</translation>
    </message>
    <message>
      <source>in line</source>
      <translation>人排队</translation>
    </message>
    <message>
      <source>in progress</source>
      <translation>处理中</translation>
    </message>
    <message>
      <source>just now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>less than a year</source>
      <translation>不足一年</translation>
    </message>
    <message>
      <source>missed</source>
      <translation>未接</translation>
    </message>
    <message>
      <source>new</source>
      <translation>新建</translation>
    </message>
    <message>
      <source>off duty</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>overdue since {when}</source>
      <translation>已逾期（{when}）</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>resolved</source>
      <translation>已解决</translation>
    </message>
    <message>
      <source>sending…</source>
      <translation>正在发送…</translation>
    </message>
    <message>
      <source>then {state}</source>
      <translation>之后{state}</translation>
    </message>
    <message>
      <source>today {time}</source>
      <translation>今天 {time}</translation>
    </message>
    <message>
      <source>tomorrow {time}</source>
      <translation>明天 {time}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>yesterday {time}</source>
      <translation>昨天 {time}</translation>
    </message>
    <message>
      <source>{count} min ago</source>
      <translation>{count} 分钟前</translation>
    </message>
    <message>
      <source>{count} not accepted by the server</source>
      <translation>{count} 项未被服务器接受</translation>
    </message>
    <message>
      <source>{count} ready</source>
      <translation>{count} 人就绪</translation>
    </message>
    <message>
      <source>{count} waiting to be sent</source>
      <translation>{count} 项待发送</translation>
    </message>
    <message>
      <source>{count} years</source>
      <translation>{count} 年</translation>
    </message>
    <message>
      <source>{device} (not plugged in)</source>
      <translation>{device}（未插入）</translation>
    </message>
    <message>
      <source>{month}/{day} {time}</source>
      <translation>{month}月{day}日 {time}</translation>
    </message>
    <message>
      <source>{name} asks you</source>
      <translation>{name} 向您咨询</translation>
    </message>
    <message>
      <source>{name} asks you to join</source>
      <translation>{name} 邀请您加入通话</translation>
    </message>
    <message>
      <source>{queue} · waited {time}</source>
      <translation>{queue} · 等了 {time}</translation>
    </message>
    <message>
      <source>{queue}: {name}</source>
      <translation>{queue}：{name}</translation>
    </message>
    <message>
      <source>{queue}: {waiting} waiting, longest {longest}, {ready} colleagues ready</source>
      <translation>{queue}：{waiting} 人等待，最长 {longest}，{ready} 人就绪</translation>
    </message>
    <message>
      <source>{when} · waited {waited} · talked {talked}</source>
      <translation>{when} · 等待 {waited} · 通话 {talked}</translation>
    </message>
    <message>
      <source>{who}, from the call before</source>
      <translation>{who}，上一通电话</translation>
    </message>
    <message>
      <source>{who}, linked to this call</source>
      <translation>{who}，关联本次通话</translation>
    </message>
    <message>
      <source>{year}/{month}/{day}</source>
      <translation>{year}年{month}月{day}日</translation>
    </message>
  </context>
</TS>
