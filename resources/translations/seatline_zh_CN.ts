<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>Seatline</name>
    <message>
      <source> and </source>
      <translation> 且 </translation>
    </message>
    <message>
      <source> or </source>
      <translation> 或 </translation>
    </message>
    <message>
      <source>(no heading)</source>
      <translation>（无表头）</translation>
    </message>
    <message>
      <source>(the program's words)</source>
      <translation>（程序自带的文字）</translation>
    </message>
    <message>
      <source>+{count} s</source>
      <translation>+{count} 秒</translation>
    </message>
    <message>
      <source>, </source>
      <translation>、</translation>
    </message>
    <message>
      <source>1 hour</source>
      <translation>1 小时</translation>
    </message>
    <message>
      <source>2026-11-21</source>
      <translation>2026-11-21</translation>
    </message>
    <message>
      <source>A category needs a name.</source>
      <translation>分类需要名称。</translation>
    </message>
    <message>
      <source>A category stands at most four deep, and never below itself.</source>
      <translation>分类最多四层，也不能放到自己下面。</translation>
    </message>
    <message>
      <source>A click opens it</source>
      <translation>点击打开</translation>
    </message>
    <message>
      <source>A click ticks off what has been said.</source>
      <translation>点一下，标记为已说。</translation>
    </message>
    <message>
      <source>A code is made of small letters a–z, digits and _, and begins with a letter.</source>
      <translation>代码由小写字母 a–z、数字和 _ 组成，以字母开头。</translation>
    </message>
    <message>
      <source>A colleague</source>
      <translation>同事</translation>
    </message>
    <message>
      <source>A date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>A draft of {who}. Readers do not see it.</source>
      <translation>{who}的草稿，尚未发布。</translation>
    </message>
    <message>
      <source>A look at the number needs a reason.</source>
      <translation>查看完整号码需要填写原因。</translation>
    </message>
    <message>
      <source>A number</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>A number that is a customer's already:</source>
      <translation>号码已是现有客户时：</translation>
    </message>
    <message>
      <source>A promised call-back ended</source>
      <translation>承诺的回拨已结束</translation>
    </message>
    <message>
      <source>A result of a call was noted</source>
      <translation>填写了通话结果</translation>
    </message>
    <message>
      <source>A rule needs a name and a tag.</source>
      <translation>规则需要名称和标签。</translation>
    </message>
    <message>
      <source>A secret is missing. On the server: {command}</source>
      <translation>缺少密钥。请在服务器上执行：{command}</translation>
    </message>
    <message>
      <source>A silent test call, a few seconds…</source>
      <translation>正在静默试呼，只需几秒…</translation>
    </message>
    <message>
      <source>A supervisor decides. The reason and every look are kept.</source>
      <translation>由班长审批。申请理由和每次查看都会留痕。</translation>
    </message>
    <message>
      <source>A text</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>A ticket is made when</source>
      <translation>自动建单</translation>
    </message>
    <message>
      <source>A ticket was being written when the program ended. It is not saved yet.</source>
      <translation>程序退出前正在填写的工单尚未保存，请到「工单」页继续。</translation>
    </message>
    <message>
      <source>A voice message was left</source>
      <translation>客户留下语音留言</translation>
    </message>
    <message>
      <source>A word about it (optional)</source>
      <translation>留言（可不填）</translation>
    </message>
    <message>
      <source>ARTICLE</source>
      <translation>ARTICLE</translation>
    </message>
    <message>
      <source>About</source>
      <translation>关于</translation>
    </message>
    <message>
      <source>About a ticket. Open Seatline to read it.</source>
      <translation>与工单有关，请打开席聆查看。</translation>
    </message>
    <message>
      <source>About the knowledge base. Open Seatline to read it.</source>
      <translation>与知识库有关，请打开席聆查看。</translation>
    </message>
    <message>
      <source>About “{title}”: </source>
      <translation>关于「{title}」：</translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>接受</translation>
    </message>
    <message>
      <source>Accepted</source>
      <translation>已接受</translation>
    </message>
    <message>
      <source>Action</source>
      <translation>操作</translation>
    </message>
    <message>
      <source>Add a file</source>
      <translation>添加附件</translation>
    </message>
    <message>
      <source>Add a file (20 MB at most); it may be dropped here, too</source>
      <translation>添加附件（最大 20 MB），也可以直接拖进来</translation>
    </message>
    <message>
      <source>Add files</source>
      <translation>添加附件</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>After the present call.</source>
      <translation>等当前通话结束后再拨。</translation>
    </message>
    <message>
      <source>After this call</source>
      <translation>本次之后</translation>
    </message>
    <message>
      <source>After {count} min</source>
      <translation>{count} 分钟后</translation>
    </message>
    <message>
      <source>Agent</source>
      <translation>坐席</translation>
    </message>
    <message>
      <source>All</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>All commands</source>
      <translation>全部命令</translation>
    </message>
    <message>
      <source>All commands, colleagues and customers  (Ctrl+K)</source>
      <translation>全部命令、同事和客户  (Ctrl+K)</translation>
    </message>
    <message>
      <source>All customers</source>
      <translation>全部客户</translation>
    </message>
    <message>
      <source>All departments</source>
      <translation>全部部门</translation>
    </message>
    <message>
      <source>All keys as delivered</source>
      <translation>全部恢复默认按键</translation>
    </message>
    <message>
      <source>All of these hold</source>
      <translation>满足以下全部条件</translation>
    </message>
    <message>
      <source>All open</source>
      <translation>全部未结</translation>
    </message>
    <message>
      <source>All or any of the conditions</source>
      <translation>满足全部或任一条件</translation>
    </message>
    <message>
      <source>All rows are being checked…</source>
      <translation>正在校验所有行…</translation>
    </message>
    <message>
      <source>All states</source>
      <translation>全部状态</translation>
    </message>
    <message>
      <source>All three</source>
      <translation>三方通话</translation>
    </message>
    <message>
      <source>All types</source>
      <translation>全部类型</translation>
    </message>
    <message>
      <source>Allow</source>
      <translation>批准</translation>
    </message>
    <message>
      <source>Already used for: {action}. Choose others, or change that one first.</source>
      <translation>已用于「{action}」。请换一组按键，或先更改那一项。</translation>
    </message>
    <message>
      <source>Always on</source>
      <translation>始终开启</translation>
    </message>
    <message>
      <source>An article needs a title.</source>
      <translation>请填写标题。</translation>
    </message>
    <message>
      <source>An earlier version.</source>
      <translation>历史版本。</translation>
    </message>
    <message>
      <source>Another channel of this kind comes first; this one is not used.</source>
      <translation>同类渠道中有优先级更高的，当前不使用此渠道。</translation>
    </message>
    <message>
      <source>Another choice</source>
      <translation>添加选项</translation>
    </message>
    <message>
      <source>Another customer has this number already. Open his file, or let both have it.</source>
      <translation>该号码已属于另一位客户。请打开对方档案，或设为共用号码。</translation>
    </message>
    <message>
      <source>Another customer has this number. Tick below if it is both's, or open his file.</source>
      <translation>该号码已属于另一位客户。如为共用号码请勾选下方选项，或打开对方档案。</translation>
    </message>
    <message>
      <source>Another customer may have this number, too</source>
      <translation>允许与其他客户共用此号码</translation>
    </message>
    <message>
      <source>Another file</source>
      <translation>换一个文件</translation>
    </message>
    <message>
      <source>Another program has the play key.</source>
      <translation>播放键已被其他程序占用。</translation>
    </message>
    <message>
      <source>Another program has these keys. Choose others.</source>
      <translation>这组按键已被其他程序占用，请换一组。</translation>
    </message>
    <message>
      <source>Another reason</source>
      <translation>其他原因</translation>
    </message>
    <message>
      <source>Another reason, then Enter</source>
      <translation>其他原因，回车确认</translation>
    </message>
    <message>
      <source>Another tag, then Enter</source>
      <translation>输入标签后回车</translation>
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
      <source>Answer; the other call is put on hold  (F2)</source>
      <translation>接听，当前通话转为保持  (F2)</translation>
    </message>
    <message>
      <source>Answered elsewhere</source>
      <translation>他人已接</translation>
    </message>
    <message>
      <source>Answered elsewhere or called back</source>
      <translation>他人已接听或已回拨</translation>
    </message>
    <message>
      <source>Answered. Who asked is told.</source>
      <translation>已回答，并通知提问人。</translation>
    </message>
    <message>
      <source>Any of these holds</source>
      <translation>满足以下任一条件</translation>
    </message>
    <message>
      <source>Any priority</source>
      <translation>全部优先级</translation>
    </message>
    <message>
      <source>Anybody's</source>
      <translation>全部处理人</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>归档</translation>
    </message>
    <message>
      <source>Article</source>
      <translation>文章</translation>
    </message>
    <message>
      <source>Articles</source>
      <translation>知识库</translation>
    </message>
    <message>
      <source>As a board</source>
      <translation>看板</translation>
    </message>
    <message>
      <source>As a board  (B)</source>
      <translation>看板  (B)</translation>
    </message>
    <message>
      <source>As a list</source>
      <translation>列表</translation>
    </message>
    <message>
      <source>As a list  (B)</source>
      <translation>列表  (B)</translation>
    </message>
    <message>
      <source>As it was before the line broke.</source>
      <translation>当前显示的是断线前的内容。</translation>
    </message>
    <message>
      <source>As it will be read</source>
      <translation>预览</translation>
    </message>
    <message>
      <source>As the computer</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Ask</source>
      <translation>提交申请</translation>
    </message>
    <message>
      <source>Ask a supervisor to see this customer in full for a while</source>
      <translation>向班长申请在一段时间内查看该客户的完整信息</translation>
    </message>
    <message>
      <source>Ask first</source>
      <translation>咨询</translation>
    </message>
    <message>
      <source>Ask somebody into the call</source>
      <translation>邀请加入通话</translation>
    </message>
    <message>
      <source>Ask the expert</source>
      <translation>问专家</translation>
    </message>
    <message>
      <source>Ask to see</source>
      <translation>申请查看</translation>
    </message>
    <message>
      <source>Ask to see this customer in full</source>
      <translation>申请查看该客户的完整信息</translation>
    </message>
    <message>
      <source>Asked</source>
      <translation>已申请</translation>
    </message>
    <message>
      <source>Asked at</source>
      <translation>申请时间</translation>
    </message>
    <message>
      <source>Asked by</source>
      <translation>申请人</translation>
    </message>
    <message>
      <source>Asked of each customer, in this order, below the usual fields.</source>
      <translation>每位客户都有，按此顺序排在基本资料之后。</translation>
    </message>
    <message>
      <source>Asked to be called back</source>
      <translation>已预约回拨</translation>
    </message>
    <message>
      <source>Asked. You are told as soon as somebody has decided.</source>
      <translation>已提交申请，审批后会通知您。</translation>
    </message>
    <message>
      <source>Assign</source>
      <translation>分派</translation>
    </message>
    <message>
      <source>Assign those that are chosen  (A)</source>
      <translation>分派选中的工单  (A)</translation>
    </message>
    <message>
      <source>Assign, first move</source>
      <translation>派单、第一个流转</translation>
    </message>
    <message>
      <source>Assigned</source>
      <translation>分派</translation>
    </message>
    <message>
      <source>Assigned to</source>
      <translation>处理人</translation>
    </message>
    <message>
      <source>Assign…</source>
      <translation>转派…</translation>
    </message>
    <message>
      <source>At</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>At the top</source>
      <translation>顶层</translation>
    </message>
    <message>
      <source>Attach a file</source>
      <translation>添加附件</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>上一步</translation>
    </message>
    <message>
      <source>Back to the article  (Esc)</source>
      <translation>返回条目  (Esc)</translation>
    </message>
    <message>
      <source>Back to the articles  (Esc)</source>
      <translation>返回知识库  (Esc)</translation>
    </message>
    <message>
      <source>Back to the customer</source>
      <translation>取消，回到客户</translation>
    </message>
    <message>
      <source>Back to the list  (Esc)</source>
      <translation>返回列表  (Esc)</translation>
    </message>
    <message>
      <source>Back to what I wrote</source>
      <translation>返回我填写的内容</translation>
    </message>
    <message>
      <source>Balance</source>
      <translation>余额</translation>
    </message>
    <message>
      <source>Before you go ready</source>
      <translation>就绪前检查</translation>
    </message>
    <message>
      <source>Began</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Begin work</source>
      <translation>开始工作</translation>
    </message>
    <message>
      <source>Being sent…</source>
      <translation>正在发送…</translation>
    </message>
    <message>
      <source>Besides</source>
      <translation>其他</translation>
    </message>
    <message>
      <source>Besides here in the window, tell me by</source>
      <translation>除了在本窗口提醒，还通过</translation>
    </message>
    <message>
      <source>Board</source>
      <translation>看板</translation>
    </message>
    <message>
      <source>Both belong to the same matter</source>
      <translation>两张工单是同一件事</translation>
    </message>
    <message>
      <source>Both changed – there it says {texts}.</source>
      <translation>两边都改了，对方写的是：{texts}。</translation>
    </message>
    <message>
      <source>Both of you hear badly.</source>
      <translation>双方都听不清。</translation>
    </message>
    <message>
      <source>Both of you wrote here. Which one counts?</source>
      <translation>您和同事都改了这里，以哪个为准？</translation>
    </message>
    <message>
      <source>Both sides hear each other.</source>
      <translation>双方都能听到声音。</translation>
    </message>
    <message>
      <source>Bring back</source>
      <translation>恢复使用</translation>
    </message>
    <message>
      <source>Bring in</source>
      <translation>导入</translation>
    </message>
    <message>
      <source>Bring in customers from a spreadsheet</source>
      <translation>从表格导入客户</translation>
    </message>
    <message>
      <source>Bring them in</source>
      <translation>开始导入</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>示忙</translation>
    </message>
    <message>
      <source>By</source>
      <translation>方式</translation>
    </message>
    <message>
      <source>By duty</source>
      <translation>按职责自动分派</translation>
    </message>
    <message>
      <source>By itself: for loudspeakers, not for headsets</source>
      <translation>自动：用扬声器时开启，用耳机时关闭</translation>
    </message>
    <message>
      <source>CSV</source>
      <translation>CSV</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>通话</translation>
    </message>
    <message>
      <source>Call among colleagues</source>
      <translation>内部通话</translation>
    </message>
    <message>
      <source>Call back</source>
      <translation>回拨</translation>
    </message>
    <message>
      <source>Call back now</source>
      <translation>立即回拨</translation>
    </message>
    <message>
      <source>Call back on another phone</source>
      <translation>需用其他电话回拨</translation>
    </message>
    <message>
      <source>Call back {name}</source>
      <translation>回拨{name}</translation>
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
      <source>Call in</source>
      <translation>呼叫加入</translation>
    </message>
    <message>
      <source>Call not answered</source>
      <translation>来电未接听</translation>
    </message>
    <message>
      <source>Call now</source>
      <translation>呼叫</translation>
    </message>
    <message>
      <source>Call over</source>
      <translation>通话已结束</translation>
    </message>
    <message>
      <source>Call this customer</source>
      <translation>呼叫该客户</translation>
    </message>
    <message>
      <source>Call this customer; his number is not shown</source>
      <translation>呼叫该客户（不显示号码）</translation>
    </message>
    <message>
      <source>Call this number</source>
      <translation>拨打此号码</translation>
    </message>
    <message>
      <source>Call {number}</source>
      <translation>呼叫 {number}</translation>
    </message>
    <message>
      <source>Call-back</source>
      <translation>预约回拨</translation>
    </message>
    <message>
      <source>Call-backs</source>
      <translation>回拨</translation>
    </message>
    <message>
      <source>Called again himself</source>
      <translation>客户已再次来电</translation>
    </message>
    <message>
      <source>Called back</source>
      <translation>已回拨</translation>
    </message>
    <message>
      <source>Caller hung up</source>
      <translation>来电者挂断</translation>
    </message>
    <message>
      <source>Calling {name}…</source>
      <translation>正在呼叫{name}…</translation>
    </message>
    <message>
      <source>Calling…</source>
      <translation>呼叫中…</translation>
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
      <source>Calls can be made again when the server is back.</source>
      <translation>服务器恢复后即可外呼。</translation>
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
      <source>Calls on hold</source>
      <translation>保持中的通话</translation>
    </message>
    <message>
      <source>Calls then ring on the SIP phone that is signed in with your number; this window shows the customer and keeps hold, note and ticket.</source>
      <translation>来电将在用您的分机号登录的 SIP 话机上振铃；本窗口仍显示客户资料，并可保持通话、写小结和建工单。</translation>
    </message>
    <message>
      <source>Calls you directly</source>
      <translation>直接来电</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancel call-back</source>
      <translation>取消回拨</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>Categories</source>
      <translation>分类</translation>
    </message>
    <message>
      <source>Category</source>
      <translation>分类</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>修改</translation>
    </message>
    <message>
      <source>Change as a file…</source>
      <translation>以文件方式修改…</translation>
    </message>
    <message>
      <source>Change the article</source>
      <translation>修改文章</translation>
    </message>
    <message>
      <source>Change the category</source>
      <translation>修改分类</translation>
    </message>
    <message>
      <source>Change the consent</source>
      <translation>修改同意项</translation>
    </message>
    <message>
      <source>Change the customer</source>
      <translation>修改客户资料</translation>
    </message>
    <message>
      <source>Change the field</source>
      <translation>修改字段</translation>
    </message>
    <message>
      <source>Change the file</source>
      <translation>编辑档案</translation>
    </message>
    <message>
      <source>Change the reply</source>
      <translation>修改快捷回复</translation>
    </message>
    <message>
      <source>Change the rule</source>
      <translation>编辑规则</translation>
    </message>
    <message>
      <source>Change the segment</source>
      <translation>编辑客群</translation>
    </message>
    <message>
      <source>Change the suggested tag</source>
      <translation>修改建议标签</translation>
    </message>
    <message>
      <source>Change the text, let it be checked, then put it in force. What has a fault changes nothing.</source>
      <translation>修改文本，先校验，再生效。有错误时不会做任何改动。</translation>
    </message>
    <message>
      <source>Change this file</source>
      <translation>编辑档案</translation>
    </message>
    <message>
      <source>Change this file  (Ctrl+E)</source>
      <translation>编辑档案  (Ctrl+E)</translation>
    </message>
    <message>
      <source>Change this reply</source>
      <translation>修改这条回复</translation>
    </message>
    <message>
      <source>Change this segment</source>
      <translation>编辑此客群</translation>
    </message>
    <message>
      <source>Change title, text and details  (E)</source>
      <translation>修改标题、描述和其他信息  (E)</translation>
    </message>
    <message>
      <source>Change {number}</source>
      <translation>修改 {number}</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>修改</translation>
    </message>
    <message>
      <source>Changed meanwhile by somebody else:</source>
      <translation>期间由他人改成：</translation>
    </message>
    <message>
      <source>Channels</source>
      <translation>通知渠道</translation>
    </message>
    <message>
      <source>Channels are set up on the server: seatline admin channel. Their secrets are never shown.</source>
      <translation>渠道在服务器上设置：seatline admin channel。密钥从不显示。</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>校验</translation>
    </message>
    <message>
      <source>Check code</source>
      <translation>查询码</translation>
    </message>
    <message>
      <source>Check the headset and the phone's connection, then go ready again.</source>
      <translation>请检查耳机与话机连接，然后重新就绪。</translation>
    </message>
    <message>
      <source>Check the rows</source>
      <translation>校验数据</translation>
    </message>
    <message>
      <source>Check who is calling</source>
      <translation>核实来电人身份</translation>
    </message>
    <message>
      <source>Checking…</source>
      <translation>正在校验…</translation>
    </message>
    <message>
      <source>Checklist</source>
      <translation>检查项</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>中文</translation>
    </message>
    <message>
      <source>Choice {count}, Chinese</source>
      <translation>选项 {count} 中文名</translation>
    </message>
    <message>
      <source>Choice {count}, English</source>
      <translation>选项 {count} 英文名</translation>
    </message>
    <message>
      <source>Choices</source>
      <translation>选项</translation>
    </message>
    <message>
      <source>Choose a call to read what came of it.</source>
      <translation>选择一条通话，查看它的结果。</translation>
    </message>
    <message>
      <source>Choose a call-back to see what was promised.</source>
      <translation>选择一条预约回拨查看详情。</translation>
    </message>
    <message>
      <source>Choose a category.</source>
      <translation>请选择分类。</translation>
    </message>
    <message>
      <source>Choose a customer to see what is known.</source>
      <translation>选择一位客户查看资料。</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>选择文件…</translation>
    </message>
    <message>
      <source>Choose a message to hear it.</source>
      <translation>选择一条留言收听。</translation>
    </message>
    <message>
      <source>Choose a message to see how it fared.</source>
      <translation>选择一条消息，查看发送情况。</translation>
    </message>
    <message>
      <source>Choose a pair to see both files side by side.</source>
      <translation>选择一组，并排对比两份档案。</translation>
    </message>
    <message>
      <source>Choose a recording…</source>
      <translation>选择录音文件…</translation>
    </message>
    <message>
      <source>Choose a request to see what it is about.</source>
      <translation>选择一条申请查看详情。</translation>
    </message>
    <message>
      <source>Choose a rule, or write a new one.</source>
      <translation>选择一条规则，或新建规则。</translation>
    </message>
    <message>
      <source>Choose a segment or a filter first: a search is not taken out.</source>
      <translation>请先选择客群或筛选条件：搜索结果不能导出。</translation>
    </message>
    <message>
      <source>Choose a ticket to see what was promised and what was done.</source>
      <translation>选择一张工单，查看承诺了什么、做了什么。</translation>
    </message>
    <message>
      <source>Choose an article to read it.</source>
      <translation>选择一篇文章查看内容。</translation>
    </message>
    <message>
      <source>Choose an entry, or write a new one.</source>
      <translation>请在左侧选择一项，或新建。</translation>
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
      <source>Choose none</source>
      <translation>取消选择</translation>
    </message>
    <message>
      <source>Choose none  (Esc)</source>
      <translation>取消选择  (Esc)</translation>
    </message>
    <message>
      <source>Choose one to read what was written.</source>
      <translation>选择一条查看内容。</translation>
    </message>
    <message>
      <source>Choose several, their priority</source>
      <translation>多选、改优先级</translation>
    </message>
    <message>
      <source>Choose what came of the call</source>
      <translation>选择处理结果</translation>
    </message>
    <message>
      <source>Choose your headset and make a test call: what you say is played back.</source>
      <translation>选择耳机并做一次测试通话，您说的话会回放给您听。</translation>
    </message>
    <message>
      <source>Chosen by the company's rule</source>
      <translation>按公司规则自动选择</translation>
    </message>
    <message>
      <source>Click, then press the new keys. Backspace: none. Esc: as before.</source>
      <translation>点击后按下新的按键。退格键：不设按键。Esc:保持原样。</translation>
    </message>
    <message>
      <source>Clocks: promised within opening hours</source>
      <translation>时限：按工作时间承诺</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Close  (Esc)</source>
      <translation>关闭  (Esc)</translation>
    </message>
    <message>
      <source>Close the editor</source>
      <translation>关闭编辑</translation>
    </message>
    <message>
      <source>Close the ticket</source>
      <translation>关闭工单</translation>
    </message>
    <message>
      <source>Close the ticket  (Esc)</source>
      <translation>关闭工单  (Esc)</translation>
    </message>
    <message>
      <source>Close this file</source>
      <translation>关闭此档案</translation>
    </message>
    <message>
      <source>Close without saving</source>
      <translation>关闭，不保存</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>代码</translation>
    </message>
    <message>
      <source>Colleague</source>
      <translation>同事</translation>
    </message>
    <message>
      <source>Collecting…</source>
      <translation>正在收集…</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>列</translation>
    </message>
    <message>
      <source>Command, page, colleague or customer</source>
      <translation>命令、页面、同事或客户</translation>
    </message>
    <message>
      <source>Comment</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Comment on a ticket</source>
      <translation>工单备注</translation>
    </message>
    <message>
      <source>Comment, change, watch</source>
      <translation>评论、修改、关注</translation>
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
      <source>Comparison</source>
      <translation>比较方式</translation>
    </message>
    <message>
      <source>Computer's default</source>
      <translation>系统默认</translation>
    </message>
    <message>
      <source>Condition</source>
      <translation>条件</translation>
    </message>
    <message>
      <source>Conference</source>
      <translation>会议</translation>
    </message>
    <message>
      <source>Conference, {count} people</source>
      <translation>会议通话 · {count} 人</translation>
    </message>
    <message>
      <source>Confirmed or cancelled: into the archive</source>
      <translation>已确认或已取消的工单归档</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>正在连接…</translation>
    </message>
    <message>
      <source>Consents</source>
      <translation>同意项</translation>
    </message>
    <message>
      <source>Consultation</source>
      <translation>咨询</translation>
    </message>
    <message>
      <source>Consulting</source>
      <translation>咨询中</translation>
    </message>
    <message>
      <source>Contents of the file</source>
      <translation>文件内容</translation>
    </message>
    <message>
      <source>Conversation</source>
      <translation>沟通记录</translation>
    </message>
    <message>
      <source>Copied.</source>
      <translation>已复制。</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy the number</source>
      <translation>复制工单号</translation>
    </message>
    <message>
      <source>Copy what is to be said</source>
      <translation>复制话术</translation>
    </message>
    <message>
      <source>Correct the answer</source>
      <translation>更正回答</translation>
    </message>
    <message>
      <source>Counting…</source>
      <translation>正在统计…</translation>
    </message>
    <message>
      <source>Customer</source>
      <translation>客户</translation>
    </message>
    <message>
      <source>Customer file</source>
      <translation>客户档案</translation>
    </message>
    <message>
      <source>Customer's name</source>
      <translation>客户姓名</translation>
    </message>
    <message>
      <source>Customer, or note and tools</source>
      <translation>客户，或小结与工具</translation>
    </message>
    <message>
      <source>Customers</source>
      <translation>客户</translation>
    </message>
    <message>
      <source>Customers by conditions; kept under a name, if wanted</source>
      <translation>按条件筛选客户，可命名保存为客群</translation>
    </message>
    <message>
      <source>Customers found</source>
      <translation>找到的客户</translation>
    </message>
    <message>
      <source>Customers reach this server at</source>
      <translation>客户访问本系统的网址</translation>
    </message>
    <message>
      <source>Customers' form</source>
      <translation>资料设置</translation>
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
      <source>Days</source>
      <translation>天数</translation>
    </message>
    <message>
      <source>Decision</source>
      <translation>审批意见</translation>
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
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete for good?</source>
      <translation>确定删除？</translation>
    </message>
    <message>
      <source>Delete the file {name}</source>
      <translation>删除文件 {name}</translation>
    </message>
    <message>
      <source>Delete the view “{name}”</source>
      <translation>删除视图“{name}”</translation>
    </message>
    <message>
      <source>Delete the view “{name}”?</source>
      <translation>删除视图“{name}”？</translation>
    </message>
    <message>
      <source>Delete this file?</source>
      <translation>删除这个文件？</translation>
    </message>
    <message>
      <source>Delivery or repair needs it</source>
      <translation>送货或上门维修需要</translation>
    </message>
    <message>
      <source>Department</source>
      <translation>部门</translation>
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
      <source>Details</source>
      <translation>详细信息</translation>
    </message>
    <message>
      <source>Dial a number</source>
      <translation>拨号</translation>
    </message>
    <message>
      <source>Dial the number on the clipboard</source>
      <translation>拨打剪贴板中的号码</translation>
    </message>
    <message>
      <source>Did not arrive</source>
      <translation>未送达</translation>
    </message>
    <message>
      <source>Direct call</source>
      <translation>直接来电</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>放弃修改</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>放弃修改</translation>
    </message>
    <message>
      <source>Do it</source>
      <translation>执行</translation>
    </message>
    <message>
      <source>Do not share “{name}” any more</source>
      <translation>不再共享“{name}”</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>草稿</translation>
    </message>
    <message>
      <source>Draft kept on this computer</source>
      <translation>草稿已存本机</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>草稿</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>到期时间</translation>
    </message>
    <message>
      <source>Due at a certain time</source>
      <translation>指定到期时间</translation>
    </message>
    <message>
      <source>Due first</source>
      <translation>先到期的在前</translation>
    </message>
    <message>
      <source>Due soon</source>
      <translation>即将到期</translation>
    </message>
    <message>
      <source>Duplicates</source>
      <translation>查重合并</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>邮箱</translation>
    </message>
    <message>
      <source>E-mail address</source>
      <translation>邮箱地址</translation>
    </message>
    <message>
      <source>Earlier version</source>
      <translation>历史版本</translation>
    </message>
    <message>
      <source>Echo and noise</source>
      <translation>回声与噪声</translation>
    </message>
    <message>
      <source>Edit categories</source>
      <translation>管理分类</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>已结束</translation>
    </message>
    <message>
      <source>English</source>
      <translation>英文</translation>
    </message>
    <message>
      <source>Enter speaks, Ctrl+Enter sends as text, Esc stops, Alt with up or down moves</source>
      <translation>回车说出，Ctrl+回车发短信，Esc 停止，Alt+↑↓ 调整顺序</translation>
    </message>
    <message>
      <source>Entries of the form</source>
      <translation>资料项列表</translation>
    </message>
    <message>
      <source>Every form</source>
      <translation>所有表单</translation>
    </message>
    <message>
      <source>Everybody finds it under Views</source>
      <translation>所有人都能在“视图”里看到</translation>
    </message>
    <message>
      <source>Everything is assigned.</source>
      <translation>所有工单都已分派。</translation>
    </message>
    <message>
      <source>Everything that you wrote is on the server.</source>
      <translation>所有内容都已提交到服务器。</translation>
    </message>
    <message>
      <source>Excel</source>
      <translation>Excel</translation>
    </message>
    <message>
      <source>Excel or CSV, up to 20 MB; drop it here. Nothing is written before you say so.</source>
      <translation>支持 Excel 或 CSV，不超过 20 MB，可直接拖到这里。确认之前不会写入任何数据。</translation>
    </message>
    <message>
      <source>Experts: questions go to them</source>
      <translation>专家：提问会发给他们</translation>
    </message>
    <message>
      <source>Expired</source>
      <translation>已过期</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Export these customers as a file</source>
      <translation>将这些客户导出为文件</translation>
    </message>
    <message>
      <source>Exporting…</source>
      <translation>正在导出…</translation>
    </message>
    <message>
      <source>FAQ</source>
      <translation>FAQ</translation>
    </message>
    <message>
      <source>Faults</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>Fields of its own</source>
      <translation>自定义字段</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>File added</source>
      <translation>添加附件</translation>
    </message>
    <message>
      <source>File deleted</source>
      <translation>删除文件</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Files of this kind are not taken. Pictures, PDF, office files and sound are.</source>
      <translation>不接受这种类型的文件。可以添加图片、PDF、办公文档和录音。</translation>
    </message>
    <message>
      <source>Fill in the conditions to count.</source>
      <translation>填好条件后自动统计人数。</translation>
    </message>
    <message>
      <source>Filled in when it is sent; a part in [brackets] is left out where one of its values is empty:</source>
      <translation>发送时自动填入；[方括号]里的部分，其中有值为空时整段省略：</translation>
    </message>
    <message>
      <source>Filled in when it is used:</source>
      <translation>使用时自动填入：</translation>
    </message>
    <message>
      <source>Filters</source>
      <translation>筛选</translation>
    </message>
    <message>
      <source>Find a customer</source>
      <translation>查找客户</translation>
    </message>
    <message>
      <source>Find a reply</source>
      <translation>查找快捷回复</translation>
    </message>
    <message>
      <source>Find by name</source>
      <translation>按名称查找</translation>
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
      <source>Find customers</source>
      <translation>查找客户</translation>
    </message>
    <message>
      <source>Find the server</source>
      <translation>查找服务器</translation>
    </message>
    <message>
      <source>Find tickets</source>
      <translation>查找工单</translation>
    </message>
    <message>
      <source>Find tickets  (/)</source>
      <translation>查找工单  (/)</translation>
    </message>
    <message>
      <source>Finish the wrap-up</source>
      <translation>完成话后处理</translation>
    </message>
    <message>
      <source>First answer</source>
      <translation>首次响应</translation>
    </message>
    <message>
      <source>First contact with this server</source>
      <translation>首次连接此服务器</translation>
    </message>
    <message>
      <source>First steps…</source>
      <translation>新手向导…</translation>
    </message>
    <message>
      <source>Five small steps, about two minutes.</source>
      <translation>五个小步骤，大约两分钟。</translation>
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
      <source>For</source>
      <translation>时长</translation>
    </message>
    <message>
      <source>For all colleagues</source>
      <translation>所有同事可见</translation>
    </message>
    <message>
      <source>For example: {text}</source>
      <translation>例如：{text}</translation>
    </message>
    <message>
      <source>For files and programs; it stays as it is</source>
      <translation>用于导入导出和程序对接，保存后不能改</translation>
    </message>
    <message>
      <source>For how long</source>
      <translation>查看时长</translation>
    </message>
    <message>
      <source>For me</source>
      <translation>仅自己</translation>
    </message>
    <message>
      <source>For the team</source>
      <translation>团队共享</translation>
    </message>
    <message>
      <source>For {name}</source>
      <translation>客户：{name}</translation>
    </message>
    <message>
      <source>From {name}</source>
      <translation>{name}转来</translation>
    </message>
    <message>
      <source>Get ready to speak…</source>
      <translation>准备说话…</translation>
    </message>
    <message>
      <source>Give back</source>
      <translation>退回</translation>
    </message>
    <message>
      <source>Give it to somebody  (A)</source>
      <translation>转派给其他人  (A)</translation>
    </message>
    <message>
      <source>Give up what was typed?</source>
      <translation>放弃已填内容？</translation>
    </message>
    <message>
      <source>Given back to who wrote it.</source>
      <translation>已退回给作者。</translation>
    </message>
    <message>
      <source>Given up</source>
      <translation>多次未接，已放弃</translation>
    </message>
    <message>
      <source>Go on with these</source>
      <translation>按此合并，继续编辑</translation>
    </message>
    <message>
      <source>Go ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>Go ready anyway</source>
      <translation>仍然就绪</translation>
    </message>
    <message>
      <source>Go through headset, test call and keys again</source>
      <translation>重新检查耳机、测试通话和按键</translation>
    </message>
    <message>
      <source>Goes to</source>
      <translation>发往</translation>
    </message>
    <message>
      <source>Gold</source>
      <translation>金卡</translation>
    </message>
    <message>
      <source>Greeting, delivery, …</source>
      <translation>问候、物流……</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>分组</translation>
    </message>
    <message>
      <source>Group of conditions</source>
      <translation>条件组</translation>
    </message>
    <message>
      <source>Hand in</source>
      <translation>提交审核</translation>
    </message>
    <message>
      <source>Hand over</source>
      <translation>完成转接</translation>
    </message>
    <message>
      <source>Hand over without waiting</source>
      <translation>不等接听，直接转</translation>
    </message>
    <message>
      <source>Handed in. Somebody else looks it over.</source>
      <translation>已提交，等待他人审核。</translation>
    </message>
    <message>
      <source>Handed over to the provider for {to}.</source>
      <translation>已交给服务商，发往 {to}。</translation>
    </message>
    <message>
      <source>Handed over.</source>
      <translation>已发出。</translation>
    </message>
    <message>
      <source>Handled</source>
      <translation>已处理</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>挂断</translation>
    </message>
    <message>
      <source>Hang up this call</source>
      <translation>挂断此通话</translation>
    </message>
    <message>
      <source>Hanging up hands the call over.</source>
      <translation>挂断电话即完成转接。</translation>
    </message>
    <message>
      <source>Hardly anything was heard. Is the microphone muted or the wrong one chosen?</source>
      <translation>几乎没有听到声音。麦克风是否被静音，或选错了设备？</translation>
    </message>
    <message>
      <source>Has hung up</source>
      <translation>已挂断</translation>
    </message>
    <message>
      <source>Has to be filled in</source>
      <translation>必填</translation>
    </message>
    <message>
      <source>He said so or refused it; his file says since when</source>
      <translation>客户要求或在授权中拒绝，详见客户资料</translation>
    </message>
    <message>
      <source>He wants no text messages, so none was sent. If he asks for one, change it in his file first.</source>
      <translation>客户不接收短信，因此没有发送。客户要求发送时，请先在客户资料中更改。</translation>
    </message>
    <message>
      <source>He will not be called?</source>
      <translation>确定不再回拨？</translation>
    </message>
    <message>
      <source>Headset</source>
      <translation>耳机</translation>
    </message>
    <message>
      <source>Headset and phone</source>
      <translation>耳机与话机</translation>
    </message>
    <message>
      <source>Headset and test call</source>
      <translation>耳机与测试通话</translation>
    </message>
    <message>
      <source>Heard well. If the playback was clear, all is right.</source>
      <translation>声音清楚。回放也清晰的话，就没问题了。</translation>
    </message>
    <message>
      <source>Hears music</source>
      <translation>听音乐中</translation>
    </message>
    <message>
      <source>Hidden again in {count} s</source>
      <translation>{count} 秒后自动隐藏</translation>
    </message>
    <message>
      <source>Hidden again in {count} s; a click hides it now</source>
      <translation>{count} 秒后自动隐藏，点击立即隐藏</translation>
    </message>
    <message>
      <source>High</source>
      <translation>高</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>高对比度</translation>
    </message>
    <message>
      <source>His consents say so. Change it there: Change, Consents.</source>
      <translation>客户的授权如此。请在“修改 › 授权”中更改。</translation>
    </message>
    <message>
      <source>History</source>
      <translation>处理历史</translation>
    </message>
    <message>
      <source>Hold</source>
      <translation>保持</translation>
    </message>
    <message>
      <source>Hold and call</source>
      <translation>保持并呼叫</translation>
    </message>
    <message>
      <source>Hold or resume</source>
      <translation>保持 / 取回</translation>
    </message>
    <message>
      <source>Home</source>
      <translation>家庭</translation>
    </message>
    <message>
      <source>How I want to be told</source>
      <translation>提醒方式设置</translation>
    </message>
    <message>
      <source>How far it is played</source>
      <translation>播放进度</translation>
    </message>
    <message>
      <source>I use another phone</source>
      <translation>我使用其他话机</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>导入</translation>
    </message>
    <message>
      <source>Imports of before</source>
      <translation>导入记录</translation>
    </message>
    <message>
      <source>In 2 h</source>
      <translation>2 小时后</translation>
    </message>
    <message>
      <source>In 3 days</source>
      <translation>3 天后</translation>
    </message>
    <message>
      <source>In a call, one click speaks a reply or sends it as text.</source>
      <translation>通话中点一下即可播报，或以短信发送。</translation>
    </message>
    <message>
      <source>In a conference nobody is transferred: leave it, and the others go on.</source>
      <translation>会议中不能转接。您可以离开会议，其他人继续通话。</translation>
    </message>
    <message>
      <source>In a week</source>
      <translation>一周后</translation>
    </message>
    <message>
      <source>In force from now on.</source>
      <translation>已生效。</translation>
    </message>
    <message>
      <source>In the archive: deleted with all that hangs on it</source>
      <translation>归档工单连同附件等一并删除</translation>
    </message>
    <message>
      <source>In the window</source>
      <translation>窗口内</translation>
    </message>
    <message>
      <source>In this window</source>
      <translation>在本窗口中</translation>
    </message>
    <message>
      <source>Incoming call</source>
      <translation>来电</translation>
    </message>
    <message>
      <source>Internal</source>
      <translation>内部备注</translation>
    </message>
    <message>
      <source>Internal call</source>
      <translation>内线通话</translation>
    </message>
    <message>
      <source>It becomes yours</source>
      <translation>由我处理</translation>
    </message>
    <message>
      <source>It begins…</source>
      <translation>正在开始…</translation>
    </message>
    <message>
      <source>It can be spoken while you talk with the caller.</source>
      <translation>与客户通话时才能播报。</translation>
    </message>
    <message>
      <source>It cannot be moved from here.</source>
      <translation>当前状态下不能流转。</translation>
    </message>
    <message>
      <source>It cannot be played here. Check the speaker in the settings.</source>
      <translation>无法播放。请在设置中检查扬声器。</translation>
    </message>
    <message>
      <source>It cannot be used as it is set up: {why}</source>
      <translation>按当前设置无法使用：{why}</translation>
    </message>
    <message>
      <source>It cannot be written there. Choose another folder.</source>
      <translation>无法写入该位置，请选择其他文件夹。</translation>
    </message>
    <message>
      <source>It could not be handed over because of a fault. The server's log says more.</source>
      <translation>因程序故障未能发出，详情见服务器日志。</translation>
    </message>
    <message>
      <source>It could not be saved on this computer. Your text is still here; try again.</source>
      <translation>未能保存到本机。文字仍在，请重试。</translation>
    </message>
    <message>
      <source>It could not be sent in time. Look whether it still makes sense, then send it again.</source>
      <translation>未能及时发出。请确认内容是否仍有必要，再重新发送。</translation>
    </message>
    <message>
      <source>It could not be spoken. Please say it yourself.</source>
      <translation>播报失败，请口头告知客户。</translation>
    </message>
    <message>
      <source>It did not help</source>
      <translation>没有帮助</translation>
    </message>
    <message>
      <source>It goes on by itself; you may leave this page.</source>
      <translation>正在后台导入，您可以离开此页面。</translation>
    </message>
    <message>
      <source>It has expired: readers do not find it.</source>
      <translation>已过期，坐席搜不到。</translation>
    </message>
    <message>
      <source>It helped</source>
      <translation>有帮助</translation>
    </message>
    <message>
      <source>It is being sent again.</source>
      <translation>正在重新发送。</translation>
    </message>
    <message>
      <source>It is being undone…</source>
      <translation>正在撤销…</translation>
    </message>
    <message>
      <source>It is in no form now. What stood in the customers' files is kept.</source>
      <translation>已停用，不再出现在表单里；客户资料中原有的内容都保留着。</translation>
    </message>
    <message>
      <source>It is in the form again, with what stood in the files.</source>
      <translation>已恢复使用，原有内容也一并恢复。</translation>
    </message>
    <message>
      <source>It is safe on this computer until it is sent or thrown away.</source>
      <translation>内容已保存在本机，直到发送成功或被丢弃。</translation>
    </message>
    <message>
      <source>It is sent after those before it.</source>
      <translation>等前面的发送完后自动发送。</translation>
    </message>
    <message>
      <source>It is sent by itself as soon as the server is back.</source>
      <translation>服务器恢复后自动发送。</translation>
    </message>
    <message>
      <source>It is shared: it goes for everybody. The tickets stay as they are.</source>
      <translation>这是共享视图，删除后所有人都看不到；工单不受影响。</translation>
    </message>
    <message>
      <source>It is the same: trust this server</source>
      <translation>核对一致，信任此服务器</translation>
    </message>
    <message>
      <source>It is tried again by itself.</source>
      <translation>系统会自动重试。</translation>
    </message>
    <message>
      <source>It is tried again by itself. Notes and tickets are kept here and sent when it is back; no calls come until then.</source>
      <translation>系统会自动重连。小结和工单保存在本机，恢复后自动发送；在此之前不会有来电。</translation>
    </message>
    <message>
      <source>It is tried again by itself. Until then no call can reach you.</source>
      <translation>正在自动重试，期间来电无法送达。</translation>
    </message>
    <message>
      <source>It rings…</source>
      <translation>振铃中…</translation>
    </message>
    <message>
      <source>It shows here with the customer's file. F2 answers from anywhere.</source>
      <translation>来电与客户档案会显示在这里，随时按 F2 接听。</translation>
    </message>
    <message>
      <source>Jitter</source>
      <translation>抖动</translation>
    </message>
    <message>
      <source>Just a moment: your phone is being checked</source>
      <translation>请稍候，正在检查您的话机</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Keep the remark</source>
      <translation>保存内部备注</translation>
    </message>
    <message>
      <source>Keep this file</source>
      <translation>保留这份档案</translation>
    </message>
    <message>
      <source>Keep this view</source>
      <translation>保存为视图</translation>
    </message>
    <message>
      <source>Keep what is shown as a view…</source>
      <translation>将当前条件保存为视图…</translation>
    </message>
    <message>
      <source>Key in the extension {digits} when it is answered.</source>
      <translation>接通后请按分机号 {digits}。</translation>
    </message>
    <message>
      <source>Keypad</source>
      <translation>拨号盘</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>按键</translation>
    </message>
    <message>
      <source>Keys and buttons</source>
      <translation>按键与按钮</translation>
    </message>
    <message>
      <source>Keys for everywhere need two of Ctrl, Alt and Shift: other programs use the rest.</source>
      <translation>全局按键需要包含 Ctrl、Alt、Shift 中的两个，其余的留给其他程序使用。</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>Kind of field</source>
      <translation>字段类型</translation>
    </message>
    <message>
      <source>Kind of number</source>
      <translation>号码类型</translation>
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
      <source>Last call</source>
      <translation>上次来电</translation>
    </message>
    <message>
      <source>Last changed first</source>
      <translation>最近更新在前</translation>
    </message>
    <message>
      <source>Last contact {when}: {what}</source>
      <translation>上次联系 {when}：{what}</translation>
    </message>
    <message>
      <source>Last failure</source>
      <translation>最近失败</translation>
    </message>
    <message>
      <source>Last handed over</source>
      <translation>最近成功</translation>
    </message>
    <message>
      <source>Last try</source>
      <translation>最近一次</translation>
    </message>
    <message>
      <source>Late</source>
      <translation>已超时</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>以后再说</translation>
    </message>
    <message>
      <source>Leave the row out</source>
      <translation>跳过该行</translation>
    </message>
    <message>
      <source>Leave to see</source>
      <translation>查看审批</translation>
    </message>
    <message>
      <source>Leave to see private data</source>
      <translation>敏感信息查看审批</translation>
    </message>
    <message>
      <source>Leave, the others go on</source>
      <translation>离开，其他人继续</translation>
    </message>
    <message>
      <source>Left a message</source>
      <translation>已留言</translation>
    </message>
    <message>
      <source>Left at</source>
      <translation>留言时间</translation>
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
      <source>Length</source>
      <translation>时长</translation>
    </message>
    <message>
      <source>Let {name} speak</source>
      <translation>允许{name}发言</translation>
    </message>
    <message>
      <source>Level</source>
      <translation>等级</translation>
    </message>
    <message>
      <source>Level of the microphone</source>
      <translation>麦克风音量</translation>
    </message>
    <message>
      <source>Level of the speaker</source>
      <translation>扬声器音量</translation>
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
      <source>Link</source>
      <translation>关联</translation>
    </message>
    <message>
      <source>Link another ticket</source>
      <translation>关联其他工单</translation>
    </message>
    <message>
      <source>Link another ticket…</source>
      <translation>关联其他工单…</translation>
    </message>
    <message>
      <source>Link removed</source>
      <translation>取消关联</translation>
    </message>
    <message>
      <source>Linked</source>
      <translation>关联</translation>
    </message>
    <message>
      <source>Links</source>
      <translation>关联</translation>
    </message>
    <message>
      <source>List of tickets</source>
      <translation>工单列表</translation>
    </message>
    <message>
      <source>Listen</source>
      <translation>试听</translation>
    </message>
    <message>
      <source>Load again</source>
      <translation>刷新</translation>
    </message>
    <message>
      <source>Loading colleagues…</source>
      <translation>正在读取通讯录…</translation>
    </message>
    <message>
      <source>Loading missed calls…</source>
      <translation>正在读取未接来电…</translation>
    </message>
    <message>
      <source>Loading the board…</source>
      <translation>正在加载看板…</translation>
    </message>
    <message>
      <source>Loading the call-backs…</source>
      <translation>正在加载预约回拨…</translation>
    </message>
    <message>
      <source>Loading the channels…</source>
      <translation>正在加载通知渠道…</translation>
    </message>
    <message>
      <source>Loading the customers…</source>
      <translation>正在加载客户…</translation>
    </message>
    <message>
      <source>Loading the messages…</source>
      <translation>正在加载留言…</translation>
    </message>
    <message>
      <source>Loading the notices…</source>
      <translation>正在加载通知…</translation>
    </message>
    <message>
      <source>Loading the quick replies…</source>
      <translation>正在加载快捷回复…</translation>
    </message>
    <message>
      <source>Loading the requests…</source>
      <translation>正在加载申请…</translation>
    </message>
    <message>
      <source>Loading the rules…</source>
      <translation>正在加载规则…</translation>
    </message>
    <message>
      <source>Loading the texts…</source>
      <translation>正在加载文案…</translation>
    </message>
    <message>
      <source>Loading the tickets…</source>
      <translation>正在加载工单…</translation>
    </message>
    <message>
      <source>Loading the types…</source>
      <translation>正在加载工单类型…</translation>
    </message>
    <message>
      <source>Loading the versions…</source>
      <translation>正在读取版本…</translation>
    </message>
    <message>
      <source>Loading what was sent…</source>
      <translation>正在加载外发消息…</translation>
    </message>
    <message>
      <source>Loading your calls…</source>
      <translation>正在加载通话…</translation>
    </message>
    <message>
      <source>Loading…</source>
      <translation>正在加载…</translation>
    </message>
    <message>
      <source>Lock the window</source>
      <translation>锁定窗口</translation>
    </message>
    <message>
      <source>Lock the window when nobody is there</source>
      <translation>无人操作时锁定窗口</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>已锁定</translation>
    </message>
    <message>
      <source>Log for support</source>
      <translation>技术支持日志</translation>
    </message>
    <message>
      <source>Log for support…</source>
      <translation>技术支持日志…</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>外观</translation>
    </message>
    <message>
      <source>Look at it</source>
      <translation>查看</translation>
    </message>
    <message>
      <source>Look at it and save again.</source>
      <translation>请看一下再保存。</translation>
    </message>
    <message>
      <source>Look at it, let it be checked, then put it in force.</source>
      <translation>请看一下，检查后再启用。</translation>
    </message>
    <message>
      <source>Look up</source>
      <translation>查阅</translation>
    </message>
    <message>
      <source>Look: dark</source>
      <translation>外观：深色</translation>
    </message>
    <message>
      <source>Look: high contrast</source>
      <translation>外观：高对比度</translation>
    </message>
    <message>
      <source>Look: light</source>
      <translation>外观：浅色</translation>
    </message>
    <message>
      <source>Looking for articles…</source>
      <translation>正在查找…</translation>
    </message>
    <message>
      <source>Looking for customers…</source>
      <translation>正在查找客户…</translation>
    </message>
    <message>
      <source>Looking for files of the same person…</source>
      <translation>正在查找重复档案…</translation>
    </message>
    <message>
      <source>Looking for sound devices…</source>
      <translation>正在查找声音设备…</translation>
    </message>
    <message>
      <source>Looking for the server…</source>
      <translation>正在查找服务器…</translation>
    </message>
    <message>
      <source>Looking further back…</source>
      <translation>正在查找更早的记录…</translation>
    </message>
    <message>
      <source>Lost</source>
      <translation>丢包</translation>
    </message>
    <message>
      <source>Low</source>
      <translation>低</translation>
    </message>
    <message>
      <source>Make a draft article of it</source>
      <translation>同时生成文章草稿</translation>
    </message>
    <message>
      <source>Make it the draft again</source>
      <translation>以此版本重新起草</translation>
    </message>
    <message>
      <source>Make it the first: the one that is called</source>
      <translation>设为首选号码（外呼时使用）</translation>
    </message>
    <message>
      <source>Make, rename, move and delete categories</source>
      <translation>新建、改名、移动、删除分类</translation>
    </message>
    <message>
      <source>Manage</source>
      <translation>管理</translation>
    </message>
    <message>
      <source>Mark all as read</source>
      <translation>全部已读</translation>
    </message>
    <message>
      <source>Me</source>
      <translation>我</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>合并</translation>
    </message>
    <message>
      <source>Merged lately</source>
      <translation>最近合并</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>留言</translation>
    </message>
    <message>
      <source>Messages sent</source>
      <translation>外发消息</translation>
    </message>
    <message>
      <source>Messages to him</source>
      <translation>接收消息</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>麦克风</translation>
    </message>
    <message>
      <source>Microphone and speaker are there.</source>
      <translation>麦克风和扬声器都已就位。</translation>
    </message>
    <message>
      <source>Microphone unplugged</source>
      <translation>麦克风被拔出</translation>
    </message>
    <message>
      <source>Mine</source>
      <translation>我的</translation>
    </message>
    <message>
      <source>Missed</source>
      <translation>未接</translation>
    </message>
    <message>
      <source>Missed calls</source>
      <translation>未接来电</translation>
    </message>
    <message>
      <source>Mobile</source>
      <translation>手机</translation>
    </message>
    <message>
      <source>Mobile number</source>
      <translation>手机号码</translation>
    </message>
    <message>
      <source>More</source>
      <translation>更多</translation>
    </message>
    <message>
      <source>More time to write it up</source>
      <translation>延长话后处理</translation>
    </message>
    <message>
      <source>More time to write it up, once</source>
      <translation>延长话后处理时间（仅一次）</translation>
    </message>
    <message>
      <source>Most pressing first</source>
      <translation>最紧急的在前</translation>
    </message>
    <message>
      <source>Most used</source>
      <translation>常用</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>流转</translation>
    </message>
    <message>
      <source>Move those that are chosen  (M)</source>
      <translation>流转选中的工单  (M)</translation>
    </message>
    <message>
      <source>Move {count} tickets to</source>
      <translation>将 {count} 张工单流转到</translation>
    </message>
    <message>
      <source>Moved</source>
      <translation>状态流转</translation>
    </message>
    <message>
      <source>Move…</source>
      <translation>流转…</translation>
    </message>
    <message>
      <source>Much of the voice is lost on the way. Use a cable instead of Wi-Fi if you can.</source>
      <translation>语音在途中丢失较多。如有条件，请用网线代替 Wi-Fi。</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>静音</translation>
    </message>
    <message>
      <source>Mute or unmute</source>
      <translation>静音 / 取消静音</translation>
    </message>
    <message>
      <source>Mute {name}</source>
      <translation>将{name}静音</translation>
    </message>
    <message>
      <source>Muted</source>
      <translation>已静音</translation>
    </message>
    <message>
      <source>Muted, only listens</source>
      <translation>已静音，仅收听</translation>
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
      <source>My name</source>
      <translation>我的姓名</translation>
    </message>
    <message>
      <source>My state</source>
      <translation>我的状态</translation>
    </message>
    <message>
      <source>My state: {state}</source>
      <translation>我的状态：{state}</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>姓名</translation>
    </message>
    <message>
      <source>Name in WeCom</source>
      <translation>企业微信账号</translation>
    </message>
    <message>
      <source>Name of the person or company</source>
      <translation>个人或公司名称</translation>
    </message>
    <message>
      <source>Name of the rule</source>
      <translation>规则名称</translation>
    </message>
    <message>
      <source>Name of the segment</source>
      <translation>客群名称</translation>
    </message>
    <message>
      <source>Name, Chinese</source>
      <translation>中文名</translation>
    </message>
    <message>
      <source>Name, English</source>
      <translation>英文名</translation>
    </message>
    <message>
      <source>Name, department, extension or number</source>
      <translation>姓名、部门、分机或号码</translation>
    </message>
    <message>
      <source>Name, pinyin, number, order or ticket</source>
      <translation>姓名、拼音、号码、订单号或工单号</translation>
    </message>
    <message>
      <source>Name, to keep it as a segment</source>
      <translation>填写名称，保存为客群</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>从不</translation>
    </message>
    <message>
      <source>New</source>
      <translation>新建</translation>
    </message>
    <message>
      <source>New again</source>
      <translation>恢复未处理</translation>
    </message>
    <message>
      <source>New article</source>
      <translation>新建文章</translation>
    </message>
    <message>
      <source>New category</source>
      <translation>新建分类</translation>
    </message>
    <message>
      <source>New consent</source>
      <translation>新建同意项</translation>
    </message>
    <message>
      <source>New customer</source>
      <translation>新客户</translation>
    </message>
    <message>
      <source>New customer  (Ctrl+Shift+N)</source>
      <translation>新建客户  (Ctrl+Shift+N)</translation>
    </message>
    <message>
      <source>New customer: {name}</source>
      <translation>新客户：{name}</translation>
    </message>
    <message>
      <source>New field</source>
      <translation>新建字段</translation>
    </message>
    <message>
      <source>New file all the same</source>
      <translation>仍新建档案</translation>
    </message>
    <message>
      <source>New number: write down the name while you talk.</source>
      <translation>新号码：通话时请记下姓名。</translation>
    </message>
    <message>
      <source>New quick reply</source>
      <translation>新建快捷回复</translation>
    </message>
    <message>
      <source>New rule</source>
      <translation>新建规则</translation>
    </message>
    <message>
      <source>New segment</source>
      <translation>新建客群</translation>
    </message>
    <message>
      <source>New suggested tag</source>
      <translation>新建建议标签</translation>
    </message>
    <message>
      <source>New ticket</source>
      <translation>新建工单</translation>
    </message>
    <message>
      <source>New ticket  (N)</source>
      <translation>新建工单  (N)</translation>
    </message>
    <message>
      <source>New ticket from this call  (Ctrl+T)</source>
      <translation>由本次通话新建工单  (Ctrl+T)</translation>
    </message>
    <message>
      <source>New ticket, search, board or list</source>
      <translation>新建工单、搜索、切换看板</translation>
    </message>
    <message>
      <source>Newest first</source>
      <translation>最新创建在前</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>下一步</translation>
    </message>
    <message>
      <source>Next try</source>
      <translation>下次尝试</translation>
    </message>
    <message>
      <source>Next update</source>
      <translation>下次更新</translation>
    </message>
    <message>
      <source>Next, previous</source>
      <translation>下一条、上一条</translation>
    </message>
    <message>
      <source>No answer yet.</source>
      <translation>还没有回答。</translation>
    </message>
    <message>
      <source>No call</source>
      <translation>没有通话</translation>
    </message>
    <message>
      <source>No call can reach you now.</source>
      <translation>现在没有来电能到达您。</translation>
    </message>
    <message>
      <source>No call-back has ended yet.</source>
      <translation>还没有已结束的回拨。</translation>
    </message>
    <message>
      <source>No calls yet. The calls that you take are listed here.</source>
      <translation>还没有通话。您接听的通话会列在这里。</translation>
    </message>
    <message>
      <source>No categories yet. Make the first one.</source>
      <translation>还没有分类，请新建第一个。</translation>
    </message>
    <message>
      <source>No channel of this kind is set up. An administrator can do that.</source>
      <translation>没有设置这类渠道，请联系管理员。</translation>
    </message>
    <message>
      <source>No connection to the server</source>
      <translation>未连接服务器</translation>
    </message>
    <message>
      <source>No connection: this is how it stood.</source>
      <translation>连接已断开：显示的是断开前的内容。</translation>
    </message>
    <message>
      <source>No connection: this is how it stood. Comments and new tickets wait here.</source>
      <translation>连接已断开：显示的是断开前的内容。备注和新工单会先存在本机，恢复后自动提交。</translation>
    </message>
    <message>
      <source>No consents yet. What are customers asked to agree to?</source>
      <translation>还没有同意项。需要征得客户同意的事项有哪些？</translation>
    </message>
    <message>
      <source>No contact so far.</source>
      <translation>此前没有联系记录。</translation>
    </message>
    <message>
      <source>No drafts. Write an article, or change one.</source>
      <translation>没有草稿。可以新建文章，或修改已有文章。</translation>
    </message>
    <message>
      <source>No fields of your own yet. What do you want to know of each customer?</source>
      <translation>还没有自定义字段。还想记录客户的哪些信息？</translation>
    </message>
    <message>
      <source>No message is done yet.</source>
      <translation>还没有处理过的留言。</translation>
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
      <source>No missed calls. Whoever you could not answer is listed here.</source>
      <translation>没有未接来电。没能接到的来电会列在这里。</translation>
    </message>
    <message>
      <source>No new messages. What callers say when nobody is free is listed here.</source>
      <translation>没有新留言。无人接听时客户的留言会出现在这里。</translation>
    </message>
    <message>
      <source>No note was written.</source>
      <translation>未写小结。</translation>
    </message>
    <message>
      <source>No other way is set up here yet. Your administrator can do that.</source>
      <translation>暂未开通其他提醒方式，请联系管理员开通。</translation>
    </message>
    <message>
      <source>No phone</source>
      <translation>话机未连接</translation>
    </message>
    <message>
      <source>No quick replies yet. Write the first one: what do you say again and again?</source>
      <translation>还没有快捷回复。把常说的话写成第一条吧。</translation>
    </message>
    <message>
      <source>No segments yet.</source>
      <translation>还没有客群。</translation>
    </message>
    <message>
      <source>No server</source>
      <translation>服务器断开</translation>
    </message>
    <message>
      <source>No short-message channel is set up. An administrator can do that.</source>
      <translation>没有设置短信渠道，请联系管理员。</translation>
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
      <source>No tag is set by rule yet.</source>
      <translation>还没有标签规则。</translation>
    </message>
    <message>
      <source>No tags are suggested yet.</source>
      <translation>还没有建议标签。</translation>
    </message>
    <message>
      <source>No text message can be sent: none are delivered here, or his number is not known.</source>
      <translation>无法发送短信：未配置短信通道，或不知道客户号码。</translation>
    </message>
    <message>
      <source>No text.</source>
      <translation>没有文字。</translation>
    </message>
    <message>
      <source>No ticket is made by itself.</source>
      <translation>没有自动建单规则。</translation>
    </message>
    <message>
      <source>No two files look like one person.</source>
      <translation>没有发现疑似重复的档案。</translation>
    </message>
    <message>
      <source>No way to the outside is set up yet. On the server: seatline admin channel import FILE</source>
      <translation>还没有设置通知渠道。请在服务器上执行：seatline admin channel import 文件</translation>
    </message>
    <message>
      <source>Nobody at the moment.</source>
      <translation>目前没有符合条件的客户。</translation>
    </message>
    <message>
      <source>Nobody can be called without the server.</source>
      <translation>未连接服务器，无法呼出。</translation>
    </message>
    <message>
      <source>Nobody can be reached under this number from here. Check it.</source>
      <translation>这个号码无法拨打，请核对。</translation>
    </message>
    <message>
      <source>Nobody found. Try a part of the name or of the number, or an order's number.</source>
      <translation>没有找到。试试姓名或号码的一部分，或订单号。</translation>
    </message>
    <message>
      <source>Nobody found. Try part of the number.</source>
      <translation>没有找到。可试试号码中的几位数字。</translation>
    </message>
    <message>
      <source>Nobody found. Type a name, an extension or a whole telephone number.</source>
      <translation>没有找到。请输入姓名、分机或完整的电话号码。</translation>
    </message>
    <message>
      <source>Nobody has asked anything. In an article or a call: ask the expert.</source>
      <translation>还没有提问。在文章或通话中可以「问专家」。</translation>
    </message>
    <message>
      <source>Nobody is free there now: on the phone. Choose somebody else, or wait a little.</source>
      <translation>对方正忙（通话中）。请另选一位，或稍后再试。</translation>
    </message>
    <message>
      <source>Nobody ready</source>
      <translation>无人就绪</translation>
    </message>
    <message>
      <source>Nobody took the transfer</source>
      <translation>转接无人接听</translation>
    </message>
    <message>
      <source>Nobody waits for a decision.</source>
      <translation>没有待审批的申请。</translation>
    </message>
    <message>
      <source>Nobody waits to be called back.</source>
      <translation>没有需要回拨的来电。</translation>
    </message>
    <message>
      <source>None chosen: it rings in the speaker above.</source>
      <translation>未选择时，在上面的扬声器中响铃。</translation>
    </message>
    <message>
      <source>None yet.</source>
      <translation>暂无。</translation>
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
      <source>Not answered in time</source>
      <translation>超时未接</translation>
    </message>
    <message>
      <source>Not answered in time: you are set to not ready.</source>
      <translation>未及时接听，已将您设为未就绪。</translation>
    </message>
    <message>
      <source>Not called back</source>
      <translation>未回拨</translation>
    </message>
    <message>
      <source>Not filled in: {missing}.</source>
      <translation>缺少内容：{missing}。</translation>
    </message>
    <message>
      <source>Not from here. Possible: {moves}</source>
      <translation>当前状态不能转到那里。可以：{moves}</translation>
    </message>
    <message>
      <source>Not linked to a customer</source>
      <translation>未关联客户</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>暂不</translation>
    </message>
    <message>
      <source>Not reached</source>
      <translation>未接通</translation>
    </message>
    <message>
      <source>Not ready yet</source>
      <translation>还不能就绪</translation>
    </message>
    <message>
      <source>Not recorded {time}</source>
      <translation>暂停录音 {time}</translation>
    </message>
    <message>
      <source>Not sent</source>
      <translation>未发送</translation>
    </message>
    <message>
      <source>Not signed in: the server's certificate was not confirmed.</source>
      <translation>未登录：服务器证书未确认。</translation>
    </message>
    <message>
      <source>Not while you are in a call.</source>
      <translation>通话中不能播放。</translation>
    </message>
    <message>
      <source>Not without the server. What you wrote stays here; save it when the server is back.</source>
      <translation>没有连接服务器，无法保存。填写的内容会保留在这里，恢复后再保存。</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been changed.</source>
      <translation>未连接服务器，没有做任何改动。</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been changed. Comments may be written, they wait.</source>
      <translation>没有连接服务器，未做任何修改。备注仍可填写，恢复后自动提交。</translation>
    </message>
    <message>
      <source>Not without the server: nothing has been sent.</source>
      <translation>未连接服务器，没有发送。</translation>
    </message>
    <message>
      <source>Not without the server: the ticket stays where it is.</source>
      <translation>没有连接服务器，工单保持原状。</translation>
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
      <source>Note and tools</source>
      <translation>小结与工具</translation>
    </message>
    <message>
      <source>Note for whoever asked (may stay empty)</source>
      <translation>给申请人的说明（可不填）</translation>
    </message>
    <message>
      <source>Note of a call</source>
      <translation>通话小结</translation>
    </message>
    <message>
      <source>Note, replies and ticket</source>
      <translation>小结、快捷回复和工单</translation>
    </message>
    <message>
      <source>Noted so far</source>
      <translation>已有记录</translation>
    </message>
    <message>
      <source>Nothing could be recorded. Check the microphone in the settings.</source>
      <translation>没有录到声音。请在设置中检查麦克风。</translation>
    </message>
    <message>
      <source>Nothing fits. Type a name, a number, or what you want to do.</source>
      <translation>没有匹配的内容。请输入姓名、号码或想做的事。</translation>
    </message>
    <message>
      <source>Nothing found. Take a filter away, or search for other words.</source>
      <translation>没有找到。请减少筛选条件，或换个关键词。</translation>
    </message>
    <message>
      <source>Nothing found. Try another word.</source>
      <translation>没有找到，换个词试试。</translation>
    </message>
    <message>
      <source>Nothing found. Try other words, or ask the expert.</source>
      <translation>没有找到。换个说法试试，或问专家。</translation>
    </message>
    <message>
      <source>Nothing happened with this customer so far.</source>
      <translation>该客户还没有任何记录。</translation>
    </message>
    <message>
      <source>Nothing has been said about it yet.</source>
      <translation>还没有沟通记录。</translation>
    </message>
    <message>
      <source>Nothing has been sent yet.</source>
      <translation>还没有发送过消息。</translation>
    </message>
    <message>
      <source>Nothing has expired.</source>
      <translation>没有过期的文章。</translation>
    </message>
    <message>
      <source>Nothing is assigned to you. Under “Unassigned” there may be something to take.</source>
      <translation>没有分派给您的工单。可以到“未分派”里领取。</translation>
    </message>
    <message>
      <source>Nothing is different.</source>
      <translation>与现有内容相同。</translation>
    </message>
    <message>
      <source>Nothing is due within the hour.</source>
      <translation>一小时内没有到期的工单。</translation>
    </message>
    <message>
      <source>Nothing is in the archive yet.</source>
      <translation>归档里还没有工单。</translation>
    </message>
    <message>
      <source>Nothing is late. Well done.</source>
      <translation>没有超时的工单，做得好。</translation>
    </message>
    <message>
      <source>Nothing is open. Everything that was promised is done.</source>
      <translation>没有未完成的承诺，答应的事都已办妥。</translation>
    </message>
    <message>
      <source>Nothing of this kind so far.</source>
      <translation>还没有这类记录。</translation>
    </message>
    <message>
      <source>Nothing private was found in it.</source>
      <translation>没有发现隐私内容。</translation>
    </message>
    <message>
      <source>Nothing to tell. What concerns you comes here.</source>
      <translation>没有通知。与您有关的消息会显示在这里。</translation>
    </message>
    <message>
      <source>Nothing waits to be looked over.</source>
      <translation>没有待审核的文章。</translation>
    </message>
    <message>
      <source>Nothing waits. All is handed over.</source>
      <translation>没有待发消息，已全部发出。</translation>
    </message>
    <message>
      <source>Nothing was given up. All that could go out has gone out.</source>
      <translation>没有发送失败的消息。</translation>
    </message>
    <message>
      <source>Nothing was left out.</source>
      <translation>没有未发送的消息。</translation>
    </message>
    <message>
      <source>Nothing was to be heard. Check the microphone, or speak louder.</source>
      <translation>没有听到声音。请检查麦克风，或大声一点。</translation>
    </message>
    <message>
      <source>Notices</source>
      <translation>通知</translation>
    </message>
    <message>
      <source>Notices, {count} unread</source>
      <translation>通知，{count} 条未读</translation>
    </message>
    <message>
      <source>Now ({who})</source>
      <translation>现在（{who}）</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>号码</translation>
    </message>
    <message>
      <source>Number of the other ticket</source>
      <translation>另一张工单的编号</translation>
    </message>
    <message>
      <source>Number or name</source>
      <translation>号码或姓名</translation>
    </message>
    <message>
      <source>Number that the other sees</source>
      <translation>对方看到的号码</translation>
    </message>
    <message>
      <source>Number typed</source>
      <translation>输入的号码</translation>
    </message>
    <message>
      <source>Number {count}</source>
      <translation>号码 {count}</translation>
    </message>
    <message>
      <source>Number, title, text, customer</source>
      <translation>工单号、标题、内容、客户</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>号码</translation>
    </message>
    <message>
      <source>Numbers, tags, calls, tickets and orders of both are kept.</source>
      <translation>两份档案的号码、标签、通话、工单和订单都会保留。</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Off duty</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>Offered first where a tag is typed. Other tags can be typed all the same.</source>
      <translation>录入标签时优先提示，也可以录入其他标签。</translation>
    </message>
    <message>
      <source>On hold</source>
      <translation>保持中</translation>
    </message>
    <message>
      <source>On hold the caller hears music, not you. Take the call up to speak.</source>
      <translation>保持中客户听到的是音乐，取回通话后才能播报。</translation>
    </message>
    <message>
      <source>On one page only</source>
      <translation>仅在单个页面有效</translation>
    </message>
    <message>
      <source>On the way</source>
      <translation>待发送</translation>
    </message>
    <message>
      <source>One of several</source>
      <translation>单选</translation>
    </message>
    <message>
      <source>One of the two files was merged already. Reload the list.</source>
      <translation>其中一份客户档案已被合并，请刷新列表。</translation>
    </message>
    <message>
      <source>One place higher</source>
      <translation>上移</translation>
    </message>
    <message>
      <source>One place lower</source>
      <translation>下移</translation>
    </message>
    <message>
      <source>Only colleagues read this</source>
      <translation>仅同事可见</translation>
    </message>
    <message>
      <source>Only in the window from</source>
      <translation>免打扰：</translation>
    </message>
    <message>
      <source>Only what is published can be spoken.</source>
      <translation>已发布的条目才能播报。</translation>
    </message>
    <message>
      <source>Only you see it</source>
      <translation>只有您能看到</translation>
    </message>
    <message>
      <source>Open Seatline</source>
      <translation>打开席聆</translation>
    </message>
    <message>
      <source>Open Seatline to read it.</source>
      <translation>请打开席聆查看。</translation>
    </message>
    <message>
      <source>Open a file</source>
      <translation>打开文件</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <translation>打开文件…</translation>
    </message>
    <message>
      <source>Open customer file</source>
      <translation>打开客户档案</translation>
    </message>
    <message>
      <source>Open file</source>
      <translation>打开档案</translation>
    </message>
    <message>
      <source>Open it, go back</source>
      <translation>打开、返回</translation>
    </message>
    <message>
      <source>Open promises</source>
      <translation>待办承诺</translation>
    </message>
    <message>
      <source>Open telephone links (tel:, sip:) with Seatline</source>
      <translation>用席聆打开电话链接（tel:、sip:）</translation>
    </message>
    <message>
      <source>Open the ticket</source>
      <translation>打开工单</translation>
    </message>
    <message>
      <source>Open the whole file  (Enter)</source>
      <translation>打开完整档案  (Enter)</translation>
    </message>
    <message>
      <source>Opening hours</source>
      <translation>工作时间</translation>
    </message>
    <message>
      <source>Opening the article…</source>
      <translation>正在打开文章…</translation>
    </message>
    <message>
      <source>Opening the call…</source>
      <translation>正在打开通话记录…</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <translation>正在打开档案…</translation>
    </message>
    <message>
      <source>Opening the ticket…</source>
      <translation>正在打开工单…</translation>
    </message>
    <message>
      <source>Opens in the form; nothing is changed before it is saved</source>
      <translation>在编辑页打开，保存之前不会改动</translation>
    </message>
    <message>
      <source>Order total (¥)</source>
      <translation>订单金额（元）</translation>
    </message>
    <message>
      <source>Orders</source>
      <translation>订单</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>其他</translation>
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
      <source>Other ways to ask</source>
      <translation>相似问法</translation>
    </message>
    <message>
      <source>Other ways to ask, one to a line</source>
      <translation>相似问法（每行一个）</translation>
    </message>
    <message>
      <source>Outbox</source>
      <translation>待发送</translation>
    </message>
    <message>
      <source>Outgoing call</source>
      <translation>呼出</translation>
    </message>
    <message>
      <source>Own agent</source>
      <translation>专属坐席</translation>
    </message>
    <message>
      <source>Own fields</source>
      <translation>自定义字段</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>页面</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>页面</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>子工单</translation>
    </message>
    <message>
      <source>Part of</source>
      <translation>所属工单</translation>
    </message>
    <message>
      <source>Part of this one</source>
      <translation>作为子工单</translation>
    </message>
    <message>
      <source>Pass the call on to</source>
      <translation>转接给</translation>
    </message>
    <message>
      <source>Passed on to</source>
      <translation>转接至</translation>
    </message>
    <message>
      <source>Passing on to {name}…</source>
      <translation>正在转给{name}…</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>密码</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Pause recording</source>
      <translation>暂停录音</translation>
    </message>
    <message>
      <source>Pause the recording, as while card data are spoken</source>
      <translation>暂停录音（如客户报卡号时）</translation>
    </message>
    <message>
      <source>People and departments</source>
      <translation>人员与部门</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>话机</translation>
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
      <source>Places that both changed: {count}. Theirs stand above yours as comments.</source>
      <translation>两边都改过的地方：{count} 处，对方的内容以注释形式放在您的上方。</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>播放</translation>
    </message>
    <message>
      <source>Please fill in every condition.</source>
      <translation>请填完每个条件。</translation>
    </message>
    <message>
      <source>Please fill in server, user name and password.</source>
      <translation>请填写服务器、用户名和密码。</translation>
    </message>
    <message>
      <source>Please fill in the server's address.</source>
      <translation>请填写服务器地址。</translation>
    </message>
    <message>
      <source>Please fill in: {field}</source>
      <translation>请填写：{field}</translation>
    </message>
    <message>
      <source>Please give it a name.</source>
      <translation>请填写名称。</translation>
    </message>
    <message>
      <source>Please look at the marked fields.</source>
      <translation>请检查标红的字段。</translation>
    </message>
    <message>
      <source>Please say from when and until when it is quiet.</source>
      <translation>请填写免打扰的起止时间。</translation>
    </message>
    <message>
      <source>Please say what the file is for; it is kept with your name.</source>
      <translation>请填写导出用途，将与您的姓名一并留痕。</translation>
    </message>
    <message>
      <source>Please say why you need it; whoever decides reads it.</source>
      <translation>请填写申请理由，审批人会看到。</translation>
    </message>
    <message>
      <source>Please sign in again. What you typed is kept.</source>
      <translation>请重新登录，已输入的内容不会丢失。</translation>
    </message>
    <message>
      <source>Please write a date as 2026-11-21.</source>
      <translation>请按 2026-11-21 的格式填写日期。</translation>
    </message>
    <message>
      <source>Please write a name.</source>
      <translation>请填写名称。</translation>
    </message>
    <message>
      <source>Please write a number.</source>
      <translation>请填写数字。</translation>
    </message>
    <message>
      <source>Please write a title and what is to be said.</source>
      <translation>请填写标题和内容。</translation>
    </message>
    <message>
      <source>Please write a title.</source>
      <translation>请填写标题。</translation>
    </message>
    <message>
      <source>Please write an answer.</source>
      <translation>请填写回答。</translation>
    </message>
    <message>
      <source>Please write the customer's name.</source>
      <translation>请填写客户姓名。</translation>
    </message>
    <message>
      <source>Please write the e-mail address to which it goes.</source>
      <translation>请填写接收提醒的邮箱。</translation>
    </message>
    <message>
      <source>Please write the name in WeCom to which it goes.</source>
      <translation>请填写接收人的企业微信账号。</translation>
    </message>
    <message>
      <source>Please write the number to which it goes.</source>
      <translation>请填写接收提醒的手机号码。</translation>
    </message>
    <message>
      <source>Please write your name in WeCom.</source>
      <translation>请填写企业微信账号。</translation>
    </message>
    <message>
      <source>Please write your question.</source>
      <translation>请填写问题。</translation>
    </message>
    <message>
      <source>Plug in your headset.</source>
      <translation>请插上耳机。</translation>
    </message>
    <message>
      <source>Points</source>
      <translation>积分</translation>
    </message>
    <message>
      <source>Press the keys…</source>
      <translation>请按下按键…</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>优先级</translation>
    </message>
    <message>
      <source>Priority of those that are chosen  (P)</source>
      <translation>调整选中工单的优先级  (P)</translation>
    </message>
    <message>
      <source>Priority of {count} tickets</source>
      <translation>{count} 张工单的优先级</translation>
    </message>
    <message>
      <source>Priority…</source>
      <translation>优先级…</translation>
    </message>
    <message>
      <source>Private: masked for who may not see private data</source>
      <translation>隐私字段：无权限者只看到掩码</translation>
    </message>
    <message>
      <source>Promised</source>
      <translation>预约时间</translation>
    </message>
    <message>
      <source>Proxies of ours</source>
      <translation>自有代理服务器</translation>
    </message>
    <message>
      <source>Publish</source>
      <translation>审核通过并发布</translation>
    </message>
    <message>
      <source>Publish again</source>
      <translation>重新发布</translation>
    </message>
    <message>
      <source>Published</source>
      <translation>已发布</translation>
    </message>
    <message>
      <source>Published again.</source>
      <translation>已重新发布。</translation>
    </message>
    <message>
      <source>Published. It is found in a moment.</source>
      <translation>已发布，稍后即可搜到。</translation>
    </message>
    <message>
      <source>Push the card to another column</source>
      <translation>把卡片移到相邻列</translation>
    </message>
    <message>
      <source>Put in force</source>
      <translation>生效</translation>
    </message>
    <message>
      <source>Put it into your note</source>
      <translation>填入我的小结</translation>
    </message>
    <message>
      <source>Put one of this queue's texts into the note</source>
      <translation>把本队列的模板填入小结</translation>
    </message>
    <message>
      <source>Put the reply earlier or later</source>
      <translation>上移、下移快捷回复</translation>
    </message>
    <message>
      <source>Put this choice one place higher</source>
      <translation>上移此选项</translation>
    </message>
    <message>
      <source>Put {name} on hold</source>
      <translation>让{name}等待（保持）</translation>
    </message>
    <message>
      <source>Quality (MOS)</source>
      <translation>音质 (MOS)</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>问答</translation>
    </message>
    <message>
      <source>Questions</source>
      <translation>专家问答</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>Queues</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>Quick replies</source>
      <translation>快捷回复</translation>
    </message>
    <message>
      <source>Quick replies: speak or send  (Ctrl+J)</source>
      <translation>快捷回复：播报或发短信  (Ctrl+J)</translation>
    </message>
    <message>
      <source>Quiet from</source>
      <translation>免打扰开始</translation>
    </message>
    <message>
      <source>Quiet hours</source>
      <translation>免打扰时段</translation>
    </message>
    <message>
      <source>Quiet until</source>
      <translation>免打扰结束</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <source>Read the number to the customer</source>
      <translation>向客户核对号码</translation>
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
      <source>Really discard?</source>
      <translation>确定放弃？</translation>
    </message>
    <message>
      <source>Really lose this text?</source>
      <translation>确定丢弃这段内容？</translation>
    </message>
    <message>
      <source>Really take it back?</source>
      <translation>确定撤回？</translation>
    </message>
    <message>
      <source>Really take out?</source>
      <translation>确定停用？</translation>
    </message>
    <message>
      <source>Really withdraw?</source>
      <translation>确定下架？</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>录音</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>录音中</translation>
    </message>
    <message>
      <source>Recording of the call</source>
      <translation>通话录音</translation>
    </message>
    <message>
      <source>Recording, spoken instead of a voice of the server</source>
      <translation>录音（说出时代替合成语音）</translation>
    </message>
    <message>
      <source>Redial</source>
      <translation>重拨</translation>
    </message>
    <message>
      <source>Redial {name}</source>
      <translation>重拨 {name}</translation>
    </message>
    <message>
      <source>Refuse</source>
      <translation>驳回</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>被拒绝</translation>
    </message>
    <message>
      <source>Refused by the server</source>
      <translation>服务器未接受</translation>
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
      <source>Remark for colleagues…</source>
      <translation>写给同事的备注…</translation>
    </message>
    <message>
      <source>Remember the password on this computer</source>
      <translation>在本机记住密码</translation>
    </message>
    <message>
      <source>Reminder</source>
      <translation>提醒</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove the link to {name}</source>
      <translation>取消与 {name} 的关联</translation>
    </message>
    <message>
      <source>Remove the recording</source>
      <translation>删除录音</translation>
    </message>
    <message>
      <source>Remove this link?</source>
      <translation>取消这个关联？</translation>
    </message>
    <message>
      <source>Reopened</source>
      <translation>重新打开</translation>
    </message>
    <message>
      <source>Replies</source>
      <translation>快捷</translation>
    </message>
    <message>
      <source>Reserved for</source>
      <translation>专属坐席</translation>
    </message>
    <message>
      <source>Resolved, and no word from the customer: confirmed</source>
      <translation>已解决且客户未回复，自动确认</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Result of a call: {outcome}</source>
      <translation>通话结果：{outcome}</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>取回</translation>
    </message>
    <message>
      <source>Resume recording</source>
      <translation>恢复录音</translation>
    </message>
    <message>
      <source>Retired field</source>
      <translation>已停用的字段</translation>
    </message>
    <message>
      <source>Ringing also in</source>
      <translation>同时响铃</translation>
    </message>
    <message>
      <source>Rings now</source>
      <translation>振铃中</translation>
    </message>
    <message>
      <source>SCRIPT</source>
      <translation>SCRIPT</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save as a file…</source>
      <translation>另存为文件…</translation>
    </message>
    <message>
      <source>Save as chosen</source>
      <translation>按选择保存</translation>
    </message>
    <message>
      <source>Save customer</source>
      <translation>保存客户</translation>
    </message>
    <message>
      <source>Save draft</source>
      <translation>保存草稿</translation>
    </message>
    <message>
      <source>Save rule</source>
      <translation>保存规则</translation>
    </message>
    <message>
      <source>Save segment</source>
      <translation>保存客群</translation>
    </message>
    <message>
      <source>Save the file</source>
      <translation>保存附件</translation>
    </message>
    <message>
      <source>Save the form</source>
      <translation>保存表单</translation>
    </message>
    <message>
      <source>Save the log</source>
      <translation>保存日志</translation>
    </message>
    <message>
      <source>Save this file</source>
      <translation>保存附件</translation>
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
      <source>Saved as {path}.</source>
      <translation>已保存为 {path}。</translation>
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
      <source>Saved.</source>
      <translation>已保存。</translation>
    </message>
    <message>
      <source>Saved. New forms have it from now on.</source>
      <translation>已保存，表单即时生效。</translation>
    </message>
    <message>
      <source>Saved. The next message says it like this.</source>
      <translation>已保存，下一条消息起使用。</translation>
    </message>
    <message>
      <source>Saved: {name}</source>
      <translation>已保存：{name}</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>保存…</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>正在保存…</translation>
    </message>
    <message>
      <source>Say a sentence: it is played back to you.</source>
      <translation>说一句话，随后会播放给您听。</translation>
    </message>
    <message>
      <source>Say at least which column is the name, and which the number.</source>
      <translation>请至少指定姓名列或号码列。</translation>
    </message>
    <message>
      <source>Script</source>
      <translation>话术</translation>
    </message>
    <message>
      <source>Search by name, pinyin, number, order or ticket; or choose a segment.</source>
      <translation>可按姓名、拼音、号码、订单号或工单号搜索，或选择左侧客群。</translation>
    </message>
    <message>
      <source>Search the knowledge base</source>
      <translation>搜索知识库</translation>
    </message>
    <message>
      <source>Search the knowledge base  (Ctrl+I)</source>
      <translation>搜索知识库  (Ctrl+I)</translation>
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
      <source>Seatline – first steps</source>
      <translation>席聆 – 新手向导</translation>
    </message>
    <message>
      <source>Seatline – log for support</source>
      <translation>席聆 – 技术支持日志</translation>
    </message>
    <message>
      <source>Seatline – sign in</source>
      <translation>席聆 – 登录</translation>
    </message>
    <message>
      <source>Seatline – {state}</source>
      <translation>席聆 – {state}</translation>
    </message>
    <message>
      <source>Seatline, small window</source>
      <translation>席聆小窗</translation>
    </message>
    <message>
      <source>Secrets set</source>
      <translation>已设密钥</translation>
    </message>
    <message>
      <source>See also</source>
      <translation>相关工单</translation>
    </message>
    <message>
      <source>Segment: {name}</source>
      <translation>客群：{name}</translation>
    </message>
    <message>
      <source>Segments</source>
      <translation>客群</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>发送</translation>
    </message>
    <message>
      <source>Send a test message</source>
      <translation>发送测试消息</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>重新发送</translation>
    </message>
    <message>
      <source>Send all again</source>
      <translation>全部重发</translation>
    </message>
    <message>
      <source>Send as text</source>
      <translation>发短信</translation>
    </message>
    <message>
      <source>Send back</source>
      <translation>退回</translation>
    </message>
    <message>
      <source>Send back…</source>
      <translation>退回…</translation>
    </message>
    <message>
      <source>Send it as a text message  (Ctrl+Enter)</source>
      <translation>以短信发送 （Ctrl+回车）</translation>
    </message>
    <message>
      <source>Send it back</source>
      <translation>退回工单</translation>
    </message>
    <message>
      <source>Send it to the caller as a text message</source>
      <translation>以短信发给客户</translation>
    </message>
    <message>
      <source>Send no more</source>
      <translation>不再发送</translation>
    </message>
    <message>
      <source>Send the answer</source>
      <translation>提交回答</translation>
    </message>
    <message>
      <source>Send the comment, answer the question</source>
      <translation>发送评论、回答问题</translation>
    </message>
    <message>
      <source>Send the question</source>
      <translation>提交问题</translation>
    </message>
    <message>
      <source>Send the reply as a text</source>
      <translation>以短信发送快捷回复</translation>
    </message>
    <message>
      <source>Send to the customer</source>
      <translation>发送给客户</translation>
    </message>
    <message>
      <source>Sending {name}…</source>
      <translation>正在上传 {name}…</translation>
    </message>
    <message>
      <source>Sending…</source>
      <translation>发送中…</translation>
    </message>
    <message>
      <source>Sent as a text message.</source>
      <translation>短信已发送。</translation>
    </message>
    <message>
      <source>Sent back</source>
      <translation>退回</translation>
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
      <source>Set</source>
      <translation>确定</translation>
    </message>
    <message>
      <source>Set when a call, a ticket or a file changes, and for all customers by night.</source>
      <translation>通话、工单或档案变更时自动打标，每晚对全部客户重新计算。</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Settings: keys</source>
      <translation>设置：按键</translation>
    </message>
    <message>
      <source>Settings: look</source>
      <translation>设置：外观</translation>
    </message>
    <message>
      <source>Settings: notices</source>
      <translation>设置：通知</translation>
    </message>
    <message>
      <source>Settings: sound and phone</source>
      <translation>设置：声音与话机</translation>
    </message>
    <message>
      <source>Settings: this computer</source>
      <translation>设置：本机</translation>
    </message>
    <message>
      <source>Several of several</source>
      <translation>多选</translation>
    </message>
    <message>
      <source>Several steps at once</source>
      <translation>快捷处理</translation>
    </message>
    <message>
      <source>Several steps at once…</source>
      <translation>快捷处理…</translation>
    </message>
    <message>
      <source>Share “{name}” with the team</source>
      <translation>把“{name}”共享给团队</translation>
    </message>
    <message>
      <source>Short message</source>
      <translation>短信</translation>
    </message>
    <message>
      <source>Short messages by Aliyun</source>
      <translation>阿里云短信</translation>
    </message>
    <message>
      <source>Short messages by Tencent Cloud</source>
      <translation>腾讯云短信</translation>
    </message>
    <message>
      <source>Short messages by an HTTP gateway</source>
      <translation>HTTP 短信网关</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>查看</translation>
    </message>
    <message>
      <source>Show all private data for half a minute; the look is kept</source>
      <translation>显示敏感信息 30 秒，查看会留痕</translation>
    </message>
    <message>
      <source>Show private data</source>
      <translation>显示敏感信息</translation>
    </message>
    <message>
      <source>Show the whole number; the look is kept</source>
      <translation>查看完整号码（会留下记录）</translation>
    </message>
    <message>
      <source>Show this import</source>
      <translation>查看此次导入</translation>
    </message>
    <message>
      <source>Shown first in calls of</source>
      <translation>优先显示的队列</translation>
    </message>
    <message>
      <source>Shown in part only. What you type replaces it.</source>
      <translation>仅显示部分内容，重新填写将替换原值。</translation>
    </message>
    <message>
      <source>Shown while you talk.</source>
      <translation>通话时显示。</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>登录</translation>
    </message>
    <message>
      <source>Sign on first: somebody who is off duty makes no calls.</source>
      <translation>请先签入：离线状态不能外呼。</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>退出登录</translation>
    </message>
    <message>
      <source>Signed as</source>
      <translation>短信签名</translation>
    </message>
    <message>
      <source>Signed in at the server.</source>
      <translation>已在服务器登记。</translation>
    </message>
    <message>
      <source>Signing in at the server…</source>
      <translation>正在向服务器登记…</translation>
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
      <source>Since the version before</source>
      <translation>与上一版本比较</translation>
    </message>
    <message>
      <source>Since what readers see</source>
      <translation>与已发布版本比较</translation>
    </message>
    <message>
      <source>Size of the text</source>
      <translation>文字大小</translation>
    </message>
    <message>
      <source>Skill</source>
      <translation>技能</translation>
    </message>
    <message>
      <source>Small window</source>
      <translation>小窗模式</translation>
    </message>
    <message>
      <source>Solution</source>
      <translation>解决</translation>
    </message>
    <message>
      <source>Somebody asks for leave. Open Seatline to read it.</source>
      <translation>有人申请查看权限，请打开席聆处理。</translation>
    </message>
    <message>
      <source>Somebody changed the same</source>
      <translation>有人修改了相同内容</translation>
    </message>
    <message>
      <source>Somebody else changed the customers' form meanwhile. What you typed is kept: look, then save again.</source>
      <translation>同事刚修改了资料设置。您填写的内容还在，请核对后再次保存。</translation>
    </message>
    <message>
      <source>Somebody else changed the same fields of this customer. Nothing was saved yet.</source>
      <translation>有人刚刚修改了这位客户的相同字段，您的修改尚未保存。</translation>
    </message>
    <message>
      <source>Somebody else changed the same parts of this article meanwhile. Nothing was saved yet.</source>
      <translation>有人同时修改了这篇文章的相同内容，尚未保存。请选择以谁的为准。</translation>
    </message>
    <message>
      <source>Somebody else changed this file meanwhile. Choose, then save again; nothing is lost.</source>
      <translation>同事刚刚也修改了这份档案。请选择以哪个为准后再保存，内容不会丢失。</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile. What you typed is kept.</source>
      <translation>期间有人改过它。您写的内容还在。</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile. What you typed is kept: look, then save again.</source>
      <translation>期间有人改过它。您写的内容还在，请看一下再保存。</translation>
    </message>
    <message>
      <source>Somebody else changed this meanwhile; it stands in the text beside what you wrote.</source>
      <translation>期间有人改过它，对方的改动已并入文本，您写的也还在。</translation>
    </message>
    <message>
      <source>Somebody else saved meanwhile. Whose text counts?</source>
      <translation>有人同时修改了以下内容，请选择以谁的为准：</translation>
    </message>
    <message>
      <source>Somebody else saved this category meanwhile; theirs is here now beside what you wrote.</source>
      <translation>期间有人保存过这个分类，对方的改动已并入，您写的也还在。</translation>
    </message>
    <message>
      <source>Somebody has just changed this ticket. Look at it and do it once more.</source>
      <translation>这张工单刚被别人修改过。请看一下最新内容，再操作一次。</translation>
    </message>
    <message>
      <source>Somebody is calling you. Answer or decline that call first.</source>
      <translation>有来电正在振铃，请先接听或拒接。</translation>
    </message>
    <message>
      <source>Something in the form is not right. Please check what you entered.</source>
      <translation>填写内容有误，请检查。</translation>
    </message>
    <message>
      <source>Something must be said or ticked first. Open the ticket to see what.</source>
      <translation>还有必填项或检查项未完成，请打开工单查看。</translation>
    </message>
    <message>
      <source>Something went wrong that was not foreseen. Try again; if it stays, tell your administrator.</source>
      <translation>发生意外错误。请重试；若仍如此，请告知管理员。</translation>
    </message>
    <message>
      <source>Sorted by</source>
      <translation>排序</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>音质</translation>
    </message>
    <message>
      <source>Sound and phone</source>
      <translation>声音与话机</translation>
    </message>
    <message>
      <source>Sound arrives unevenly: the network is busy. End downloads and video.</source>
      <translation>声音到达不均匀：网络繁忙。请停止下载和视频。</translation>
    </message>
    <message>
      <source>Sound device</source>
      <translation>声音设备</translation>
    </message>
    <message>
      <source>Sound fair</source>
      <translation>音质一般</translation>
    </message>
    <message>
      <source>Sound gets lost on the way: use a cable instead of Wi-Fi, or end large downloads.</source>
      <translation>途中有丢包：请改用网线代替 Wi-Fi，或停止大流量下载。</translation>
    </message>
    <message>
      <source>Sound good</source>
      <translation>音质好</translation>
    </message>
    <message>
      <source>Sound of the call</source>
      <translation>通话音质</translation>
    </message>
    <message>
      <source>Sound poor</source>
      <translation>音质差</translation>
    </message>
    <message>
      <source>Sound.</source>
      <translation>校验通过。</translation>
    </message>
    <message>
      <source>Sound. {brings}</source>
      <translation>校验通过。{brings}</translation>
    </message>
    <message>
      <source>Sound. {make} rules for new tickets, {late} steps for late ones.</source>
      <translation>校验通过。建单规则 {make} 条，超时升级 {late} 级。</translation>
    </message>
    <message>
      <source>Speak</source>
      <translation>播报</translation>
    </message>
    <message>
      <source>Speak it into the call  (Enter)</source>
      <translation>向通话中播报 （回车）</translation>
    </message>
    <message>
      <source>Speak it into the call, heard by everybody in it</source>
      <translation>播报到通话中，通话各方都能听到</translation>
    </message>
    <message>
      <source>Speak now: hello, this is a test.</source>
      <translation>请说话：您好，这是一次测试。</translation>
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
      <source>Stands below</source>
      <translation>上级分类</translation>
    </message>
    <message>
      <source>Start Seatline with the computer</source>
      <translation>开机时启动席聆</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>States, and where each leads</source>
      <translation>状态与流转</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>步骤</translation>
    </message>
    <message>
      <source>Still open</source>
      <translation>待回拨</translation>
    </message>
    <message>
      <source>Still to be ticked:</source>
      <translation>还需确认：</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop calling {name}</source>
      <translation>停止呼叫{name}</translation>
    </message>
    <message>
      <source>Stop recording</source>
      <translation>停止录音</translation>
    </message>
    <message>
      <source>Stop speaking</source>
      <translation>停止播报</translation>
    </message>
    <message>
      <source>Stop speaking  (Esc)</source>
      <translation>停止播报  (Esc)</translation>
    </message>
    <message>
      <source>Suggested tags</source>
      <translation>建议标签</translation>
    </message>
    <message>
      <source>Surveys</source>
      <translation>评价</translation>
    </message>
    <message>
      <source>Swap between two calls</source>
      <translation>在两个通话间切换</translation>
    </message>
    <message>
      <source>Switch</source>
      <translation>切换</translation>
    </message>
    <message>
      <source>Switched on</source>
      <translation>启用</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Tag for all of them:</source>
      <translation>统一打标签：</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Tags by rule</source>
      <translation>标签规则</translation>
    </message>
    <message>
      <source>Tags, with commas between</source>
      <translation>标签（用逗号分隔）</translation>
    </message>
    <message>
      <source>Take a break</source>
      <translation>小休</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>撤回</translation>
    </message>
    <message>
      <source>Take it</source>
      <translation>领取</translation>
    </message>
    <message>
      <source>Take it all back?</source>
      <translation>确定全部撤销？</translation>
    </message>
    <message>
      <source>Take out of the form</source>
      <translation>停用</translation>
    </message>
    <message>
      <source>Take out the tag {tag}</source>
      <translation>移除标签“{tag}”</translation>
    </message>
    <message>
      <source>Take over</source>
      <translation>采用</translation>
    </message>
    <message>
      <source>Take the tag away where it no longer holds</source>
      <translation>不再满足条件时自动取消标签</translation>
    </message>
    <message>
      <source>Take this choice out</source>
      <translation>删除此选项</translation>
    </message>
    <message>
      <source>Take this condition out</source>
      <translation>删除此条件</translation>
    </message>
    <message>
      <source>Take this number out</source>
      <translation>删除此号码</translation>
    </message>
    <message>
      <source>Take up</source>
      <translation>接回</translation>
    </message>
    <message>
      <source>Take {name} back</source>
      <translation>取回{name}</translation>
    </message>
    <message>
      <source>Take {name} out of the call</source>
      <translation>请{name}退出通话</translation>
    </message>
    <message>
      <source>Taken out of the form. What stands in the customers' files is kept.</source>
      <translation>已停用。客户资料中原有的内容都保留着。</translation>
    </message>
    <message>
      <source>Taken out – {what}</source>
      <translation>已移除 – {what}</translation>
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
      <source>Talks</source>
      <translation>通话中</translation>
    </message>
    <message>
      <source>Team's</source>
      <translation>团队</translation>
    </message>
    <message>
      <source>Tell me of calls over other programs</source>
      <translation>使用其他程序时提醒来电</translation>
    </message>
    <message>
      <source>Tell me when</source>
      <translation>以下情况提醒我</translation>
    </message>
    <message>
      <source>Tell your administrator the time of this call if it stays so.</source>
      <translation>如持续如此，请把本次通话的时间告诉管理员。</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>模板</translation>
    </message>
    <message>
      <source>Templates</source>
      <translation>模板</translation>
    </message>
    <message>
      <source>Test again</source>
      <translation>重新测试</translation>
    </message>
    <message>
      <source>Test call</source>
      <translation>测试通话</translation>
    </message>
    <message>
      <source>Test call: hear yourself</source>
      <translation>测试通话：听听自己的声音</translation>
    </message>
    <message>
      <source>Tested when the phone is signed in.</source>
      <translation>话机登记后再测试。</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>正文</translation>
    </message>
    <message>
      <source>Text (Markdown)</source>
      <translation>正文（Markdown）</translation>
    </message>
    <message>
      <source>Text, Chinese</source>
      <translation>中文正文</translation>
    </message>
    <message>
      <source>Text, English</source>
      <translation>英文正文</translation>
    </message>
    <message>
      <source>Texts of notices</source>
      <translation>消息文案</translation>
    </message>
    <message>
      <source>That phone is not connected now. Choose somebody else.</source>
      <translation>对方话机未连接，请另选一位。</translation>
    </message>
    <message>
      <source>That was too short. Press, speak, and press again.</source>
      <translation>太短了。请按一下、说话、再按一下。</translation>
    </message>
    <message>
      <source>The address is in the letter of your administrator.</source>
      <translation>地址在管理员给您的说明里。</translation>
    </message>
    <message>
      <source>The article's text</source>
      <translation>文章正文</translation>
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
      <source>The call is passed on to {name}.</source>
      <translation>已转给{name}。</translation>
    </message>
    <message>
      <source>The call-back is cancelled.</source>
      <translation>已取消回拨。</translation>
    </message>
    <message>
      <source>The caller hung up before the call was answered.</source>
      <translation>来电者在接听前挂断。</translation>
    </message>
    <message>
      <source>The category is gone.</source>
      <translation>分类已删除。</translation>
    </message>
    <message>
      <source>The category is saved.</source>
      <translation>分类已保存。</translation>
    </message>
    <message>
      <source>The certificate could not be saved; it will be asked for again.</source>
      <translation>证书未能保存，下次会再次询问。</translation>
    </message>
    <message>
      <source>The clock stands while the customer is waited for</source>
      <translation>等待客户期间计时暂停</translation>
    </message>
    <message>
      <source>The comment was refused: {why}</source>
      <translation>备注未被接受：{why}</translation>
    </message>
    <message>
      <source>The computer did not allow the change. Ask whoever looks after it.</source>
      <translation>这台电脑不允许此更改。请联系电脑管理员。</translation>
    </message>
    <message>
      <source>The connection to the server is lost.</source>
      <translation>与服务器的连接已断开。</translation>
    </message>
    <message>
      <source>The customer does not see it any more, either.</source>
      <translation>客户也将看不到它。</translation>
    </message>
    <message>
      <source>The customer is entered.</source>
      <translation>客户已建档。</translation>
    </message>
    <message>
      <source>The customer is sent this</source>
      <translation>客户会收到这段内容</translation>
    </message>
    <message>
      <source>The customer rated</source>
      <translation>客户评价</translation>
    </message>
    <message>
      <source>The customers' form would not work like this. Nothing was saved yet.</source>
      <translation>这样设置有问题，尚未保存。</translation>
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
      <source>The draft is saved.</source>
      <translation>草稿已保存。</translation>
    </message>
    <message>
      <source>The file as text</source>
      <translation>文件内容</translation>
    </message>
    <message>
      <source>The file cannot be read on this computer.</source>
      <translation>无法读取该文件。</translation>
    </message>
    <message>
      <source>The file cannot be read.</source>
      <translation>无法读取文件。</translation>
    </message>
    <message>
      <source>The file could not be saved there.</source>
      <translation>无法保存到那里。</translation>
    </message>
    <message>
      <source>The file could not be scanned, so it was not kept. Try again later.</source>
      <translation>文件未能完成安全扫描，没有保存。请稍后再试。</translation>
    </message>
    <message>
      <source>The file is attached.</source>
      <translation>附件已添加。</translation>
    </message>
    <message>
      <source>The file is being sent and read…</source>
      <translation>正在上传并读取文件…</translation>
    </message>
    <message>
      <source>The file is larger than 20 MB. Cut it into several.</source>
      <translation>文件超过 20 MB，请拆分后再导入。</translation>
    </message>
    <message>
      <source>The file is saved.</source>
      <translation>档案已保存。</translation>
    </message>
    <message>
      <source>The file is saved. Keep it where nobody else can read it.</source>
      <translation>文件已保存。请妥善保管，避免他人看到。</translation>
    </message>
    <message>
      <source>The file is too large: 20 MB at most.</source>
      <translation>文件太大，最大 20 MB。</translation>
    </message>
    <message>
      <source>The file on the server is damaged. Tell your administrator.</source>
      <translation>服务器上的文件已损坏，请联系管理员。</translation>
    </message>
    <message>
      <source>The first figures come a few seconds after the beginning.</source>
      <translation>通话开始几秒后显示数据。</translation>
    </message>
    <message>
      <source>The first of them, as they will be</source>
      <translation>导入后预览（前几条）</translation>
    </message>
    <message>
      <source>The import has gone on meanwhile. Look at its present state.</source>
      <translation>导入已有新的进展，请查看当前状态。</translation>
    </message>
    <message>
      <source>The kind of a field stays as it is: values of that kind are in the files</source>
      <translation>字段类型保存后不能改：客户资料里已有按此类型填写的值</translation>
    </message>
    <message>
      <source>The last day of validity lies before the first.</source>
      <translation>失效日期早于生效日期。</translation>
    </message>
    <message>
      <source>The log could not be saved there. Choose another folder.</source>
      <translation>日志无法保存到该位置，请另选文件夹。</translation>
    </message>
    <message>
      <source>The message is done.</source>
      <translation>留言已处理。</translation>
    </message>
    <message>
      <source>The message is new again.</source>
      <translation>留言已恢复为未处理。</translation>
    </message>
    <message>
      <source>The microphone is back: you are ready again.</source>
      <translation>麦克风已恢复，您又处于就绪状态。</translation>
    </message>
    <message>
      <source>The microphone is gone: no new calls come until it is back.</source>
      <translation>麦克风不见了，恢复之前不会有新来电。</translation>
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
      <source>The other hears</source>
      <translation>对方听到</translation>
    </message>
    <message>
      <source>The other hears you badly.</source>
      <translation>对方听不清您。</translation>
    </message>
    <message>
      <source>The other sees</source>
      <translation>对方看到</translation>
    </message>
    <message>
      <source>The other's</source>
      <translation>同事的</translation>
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
      <source>The phone of {name} is not connected.</source>
      <translation>{name}的话机未连接。</translation>
    </message>
    <message>
      <source>The phone program does not answer. Try again in a moment.</source>
      <translation>电话程序没有响应，请稍后再试。</translation>
    </message>
    <message>
      <source>The phone program was restarted. It is registering again.</source>
      <translation>话机程序已重启，正在重新注册。</translation>
    </message>
    <message>
      <source>The play/pause key answers, hangs up and mutes</source>
      <translation>用播放/暂停键接听、挂断和静音</translation>
    </message>
    <message>
      <source>The program's words</source>
      <translation>恢复自带文字</translation>
    </message>
    <message>
      <source>The provider could not be reached. It is tried again by itself.</source>
      <translation>无法连接服务商，系统会自动重试。</translation>
    </message>
    <message>
      <source>The provider did not answer in time. It is tried again by itself.</source>
      <translation>服务商未及时应答，系统会自动重试。</translation>
    </message>
    <message>
      <source>The provider has no registered template for it. An administrator can enter one.</source>
      <translation>服务商处没有对应的模板，请管理员登记。</translation>
    </message>
    <message>
      <source>The provider refused it: {why}</source>
      <translation>服务商拒绝：{why}</translation>
    </message>
    <message>
      <source>The quick reply is gone.</source>
      <translation>快捷回复已删除。</translation>
    </message>
    <message>
      <source>The quick reply is saved.</source>
      <translation>快捷回复已保存。</translation>
    </message>
    <message>
      <source>The reason is kept with your name. What you may not see is masked in the file, too.</source>
      <translation>用途将与您的姓名一并留痕。您无权查看的信息在文件中同样脱敏。</translation>
    </message>
    <message>
      <source>The recording has been paused for {time}. Resume it if it may go on.</source>
      <translation>录音已暂停 {time}。可以继续时请恢复录音。</translation>
    </message>
    <message>
      <source>The recording is gone.</source>
      <translation>录音已删除。</translation>
    </message>
    <message>
      <source>The recording is saved.</source>
      <translation>录音已保存。</translation>
    </message>
    <message>
      <source>The reply in full</source>
      <translation>回复全文</translation>
    </message>
    <message>
      <source>The result of the call is saved.</source>
      <translation>通话结果已保存。</translation>
    </message>
    <message>
      <source>The rule is gone; tags that it set stay.</source>
      <translation>规则已删除，已打的标签保留。</translation>
    </message>
    <message>
      <source>The rule is saved. It works from now on, and for all others by night.</source>
      <translation>规则已保存，即时生效，其余客户今晚统一计算。</translation>
    </message>
    <message>
      <source>The scanner found something harmful in the file. It was not kept.</source>
      <translation>文件中发现有害内容，没有保存。</translation>
    </message>
    <message>
      <source>The segment is gone; its customers stay.</source>
      <translation>客群已删除，客户档案不受影响。</translation>
    </message>
    <message>
      <source>The segment is saved.</source>
      <translation>客群已保存。</translation>
    </message>
    <message>
      <source>The server answers.</source>
      <translation>服务器有响应。</translation>
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
      <source>The server does not hear your phone. A firewall or VPN may be in the way.</source>
      <translation>服务器听不到您的话机，可能被防火墙或 VPN 阻挡。</translation>
    </message>
    <message>
      <source>The server has no voice for this language. Read it out, or send it as text.</source>
      <translation>服务器没有该语言的语音，请口头告知或发短信。</translation>
    </message>
    <message>
      <source>The server has no voice that could say this. Read it out, or send it as text.</source>
      <translation>服务器没有可用的语音，请口头告知或发短信。</translation>
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
      <source>The server's certificate was not confirmed.</source>
      <translation>服务器证书未被确认。</translation>
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
      <source>The system does not let Seatline hear keys yet. Allow it in the system settings under Privacy, Input Monitoring.</source>
      <translation>系统还不允许席聆接收按键。请在系统设置的“隐私与安全性 → 输入监控”中允许。</translation>
    </message>
    <message>
      <source>The system finds who is there, able and has the fewest</source>
      <translation>系统分派给在岗、技能匹配、工单最少的人</translation>
    </message>
    <message>
      <source>The team's order is its supervisors' to change.</source>
      <translation>团队回复的顺序由班长调整。</translation>
    </message>
    <message>
      <source>The test call did not reach your phone. A firewall or a VPN may be in the way.</source>
      <translation>测试呼叫没有到达您的话机，可能被防火墙或 VPN 阻挡。</translation>
    </message>
    <message>
      <source>The test call did not work. Calls may work all the same.</source>
      <translation>测试呼叫未成功，但通话也许仍可正常进行。</translation>
    </message>
    <message>
      <source>The test could not run. Choose another device and try again.</source>
      <translation>测试无法进行。请换一个设备再试。</translation>
    </message>
    <message>
      <source>The text is kept on this computer. Show it to your supervisor.</source>
      <translation>文字保留在本机，请交给班长处理。</translation>
    </message>
    <message>
      <source>The ticket cannot go there from where it is now.</source>
      <translation>工单当前状态不能转到那里。</translation>
    </message>
    <message>
      <source>The two files are one now. Below, it can be undone for 30 days.</source>
      <translation>两份档案已合并。30 天内可在下方撤销。</translation>
    </message>
    <message>
      <source>The way is long (VPN?): let the other finish speaking before you answer.</source>
      <translation>网络延迟较大（是否使用 VPN？）：请等对方说完再开口。</translation>
    </message>
    <message>
      <source>The whole text</source>
      <translation>全文</translation>
    </message>
    <message>
      <source>The window is locked</source>
      <translation>窗口已锁定</translation>
    </message>
    <message>
      <source>Theirs</source>
      <translation>对方的</translation>
    </message>
    <message>
      <source>There are articles in it: give them another category first.</source>
      <translation>分类下还有条目，请先给它们换个分类。</translation>
    </message>
    <message>
      <source>There are categories below it: move or delete these first.</source>
      <translation>下面还有分类，请先移走或删除。</translation>
    </message>
    <message>
      <source>There are no articles here yet.</source>
      <translation>这里还没有文章。</translation>
    </message>
    <message>
      <source>There are no texts.</source>
      <translation>没有文案。</translation>
    </message>
    <message>
      <source>There are no tickets here.</source>
      <translation>这里没有工单。</translation>
    </message>
    <message>
      <source>There is a newer draft.</source>
      <translation>有更新的草稿。</translation>
    </message>
    <message>
      <source>There is no call to send it to.</source>
      <translation>当前没有通话，无法发送。</translation>
    </message>
    <message>
      <source>There is no call to speak into.</source>
      <translation>当前没有通话，无法播报。</translation>
    </message>
    <message>
      <source>There is no mobile number and no e-mail address in the file.</source>
      <translation>客户资料里没有手机号和邮箱。</translation>
    </message>
    <message>
      <source>There is no recording of it any more.</source>
      <translation>录音已不存在。</translation>
    </message>
    <message>
      <source>There is no script for {queue}.</source>
      <translation>「{queue}」没有话术。</translation>
    </message>
    <message>
      <source>There is no telephone number in this link.</source>
      <translation>这个链接里没有电话号码。</translation>
    </message>
    <message>
      <source>There is no type of ticket yet. Write one as a file.</source>
      <translation>还没有工单类型，请以文件方式新建。</translation>
    </message>
    <message>
      <source>There is nothing in it to be said word for word.</source>
      <translation>这篇文章没有话术。</translation>
    </message>
    <message>
      <source>There is nothing to compare it with.</source>
      <translation>没有可比较的版本。</translation>
    </message>
    <message>
      <source>There is one with this name or code already.</source>
      <translation>已有同名或同代码的项。</translation>
    </message>
    <message>
      <source>These are the program's words. Save to use them.</source>
      <translation>已恢复为自带文字，保存后生效。</translation>
    </message>
    <message>
      <source>These keys belong to writing and moving about. Choose others.</source>
      <translation>这组按键用于输入和移动光标，请换一组。</translation>
    </message>
    <message>
      <source>These keys cannot be used. Choose others.</source>
      <translation>这组按键不能使用，请换一组。</translation>
    </message>
    <message>
      <source>They are called by themselves, in turn.</source>
      <translation>系统按排队顺序自动回拨</translation>
    </message>
    <message>
      <source>They are two files again, as they were.</source>
      <translation>已撤销合并，恢复为两份档案。</translation>
    </message>
    <message>
      <source>They are two people: do not show them again</source>
      <translation>确认不是同一人，不再提示</translation>
    </message>
    <message>
      <source>They reach Seatline from any program, without bringing it to the front.</source>
      <translation>在任何程序中都有效，不会切换到席聆窗口。</translation>
    </message>
    <message>
      <source>They stay two files and are not shown here again.</source>
      <translation>已标记为不同客户，不再提示。</translation>
    </message>
    <message>
      <source>This article is in another state by now. Load it again.</source>
      <translation>文章状态已变化，请刷新后再操作。</translation>
    </message>
    <message>
      <source>This belongs to a queue that is not yours.</source>
      <translation>该内容不属于你所在的队列。</translation>
    </message>
    <message>
      <source>This call belongs to somebody else.</source>
      <translation>此通话属于其他坐席。</translation>
    </message>
    <message>
      <source>This cannot be opened here.</source>
      <translation>这里无法打开。</translation>
    </message>
    <message>
      <source>This cannot be taken back any more: the thirty days are over, or the file was merged on.</source>
      <translation>已无法撤销：超过 30 天，或档案又被合并到别处。</translation>
    </message>
    <message>
      <source>This category is not empty: move its articles and the categories below it somewhere else first.</source>
      <translation>分类不是空的：请先移走其中的条目和下级分类。</translation>
    </message>
    <message>
      <source>This computer</source>
      <translation>本机</translation>
    </message>
    <message>
      <source>This computer gives programs no keys of their own: use the headset's buttons.</source>
      <translation>这台电脑不允许程序使用全局按键，请使用耳机上的按钮。</translation>
    </message>
    <message>
      <source>This computer has no password store: you will be asked each time.</source>
      <translation>本机没有密码库：每次登录都需输入密码。</translation>
    </message>
    <message>
      <source>This file cannot be read. Save it as XLSX or CSV (UTF-8), at most 20 MB and 100,000 rows.</source>
      <translation>无法读取这个文件。请另存为 XLSX 或 CSV(UTF-8)，不超过 20 MB、10 万行。</translation>
    </message>
    <message>
      <source>This file is too large to be one of these.</source>
      <translation>文件过大，不是这类文件。</translation>
    </message>
    <message>
      <source>This is done when the parts are</source>
      <translation>子工单完成后，本工单才算完成</translation>
    </message>
    <message>
      <source>This is how you sound…</source>
      <translation>这是您的声音…</translation>
    </message>
    <message>
      <source>This is needed.</source>
      <translation>必填。</translation>
    </message>
    <message>
      <source>This is no certificate fingerprint (64 hex digits).</source>
      <translation>这不是证书指纹（64 位十六进制）。</translation>
    </message>
    <message>
      <source>This is no e-mail address.</source>
      <translation>邮箱格式不正确。</translation>
    </message>
    <message>
      <source>This is no server address. Write it as https://server:port.</source>
      <translation>服务器地址不正确，请写成 https://服务器：端口。</translation>
    </message>
    <message>
      <source>This is not possible in your present state.</source>
      <translation>当前状态下无法执行此操作。</translation>
    </message>
    <message>
      <source>This is not the password you signed in with.</source>
      <translation>这不是您登录时使用的密码。</translation>
    </message>
    <message>
      <source>This is not there any more. Reload the list.</source>
      <translation>该内容已不存在，请刷新列表。</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>这已是最新版本。</translation>
    </message>
    <message>
      <source>This is too long.</source>
      <translation>内容过长。</translation>
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
      <source>This number is not possible here.</source>
      <translation>数值超出范围。</translation>
    </message>
    <message>
      <source>This queue wants to know what came of the call. Choose it, then finish.</source>
      <translation>该队列必须选择通话结果，请先选择再完成。</translation>
    </message>
    <message>
      <source>This request was decided or taken back already. Load the list again.</source>
      <translation>该申请已审批或已撤回，请刷新列表。</translation>
    </message>
    <message>
      <source>This server is new to this computer. Confirm its certificate first.</source>
      <translation>本机首次连接此服务器，请先确认证书。</translation>
    </message>
    <message>
      <source>This ticket cannot go there now.</source>
      <translation>这张工单现在不能转到那里。</translation>
    </message>
    <message>
      <source>This ticket was given to you. Do you take it?</source>
      <translation>这张工单分派给了您，是否接受？</translation>
    </message>
    <message>
      <source>This type of ticket would not work as it is set up. Tell your administrator.</source>
      <translation>这个工单类型的设置有误，请联系管理员。</translation>
    </message>
    <message>
      <source>This was already saved with other contents. Open it again to change it.</source>
      <translation>已用其他内容保存过，请重新打开后修改。</translation>
    </message>
    <message>
      <source>This would be typed into the note. Add Ctrl or Alt, or take a function key.</source>
      <translation>这会被输入到小结里。请加上 Ctrl 或 Alt，或使用功能键。</translation>
    </message>
    <message>
      <source>Throw away</source>
      <translation>丢弃</translation>
    </message>
    <message>
      <source>Thrown away.</source>
      <translation>已丢弃。</translation>
    </message>
    <message>
      <source>Ticket</source>
      <translation>工单</translation>
    </message>
    <message>
      <source>Ticket after a result</source>
      <translation>通话结果自动建单</translation>
    </message>
    <message>
      <source>Ticket number</source>
      <translation>工单号</translation>
    </message>
    <message>
      <source>Ticket written</source>
      <translation>创建工单</translation>
    </message>
    <message>
      <source>Ticket {number} is saved</source>
      <translation>工单 {number} 已保存</translation>
    </message>
    <message>
      <source>Ticket: {title}</source>
      <translation>工单：{title}</translation>
    </message>
    <message>
      <source>Tickets</source>
      <translation>工单</translation>
    </message>
    <message>
      <source>Tickets by themselves</source>
      <translation>自动规则</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>Time left to speak</source>
      <translation>剩余说话时间</translation>
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
      <source>Title, Chinese</source>
      <translation>中文标题</translation>
    </message>
    <message>
      <source>Title, English</source>
      <translation>英文标题</translation>
    </message>
    <message>
      <source>Title: {title}</source>
      <translation>标题：{title}</translation>
    </message>
    <message>
      <source>To</source>
      <translation>发给</translation>
    </message>
    <message>
      <source>To colleagues</source>
      <translation>发给同事</translation>
    </message>
    <message>
      <source>To customers</source>
      <translation>发给客户</translation>
    </message>
    <message>
      <source>To decide</source>
      <translation>待我审批</translation>
    </message>
    <message>
      <source>To do</source>
      <translation>待处理</translation>
    </message>
    <message>
      <source>To look over</source>
      <translation>待审核</translation>
    </message>
    <message>
      <source>To say</source>
      <translation>话术</translation>
    </message>
    <message>
      <source>To say word for word</source>
      <translation>话术（照着说）</translation>
    </message>
    <message>
      <source>To the customer</source>
      <translation>告知客户</translation>
    </message>
    <message>
      <source>Today {answered} · average {average}</source>
      <translation>今日 {answered} 接 · 平均 {average}</translation>
    </message>
    <message>
      <source>Told to the customer</source>
      <translation>已告知客户</translation>
    </message>
    <message>
      <source>Told upwards</source>
      <translation>超时上报</translation>
    </message>
    <message>
      <source>Tomorrow</source>
      <translation>明天</translation>
    </message>
    <message>
      <source>Too late</source>
      <translation>已过期</translation>
    </message>
    <message>
      <source>Too many within an hour went to this address. Send it again later.</source>
      <translation>一小时内发往该地址的消息过多，请稍后重新发送。</translation>
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
      <source>Too much private data was looked at in this hour. Ask your supervisor.</source>
      <translation>一小时内查看敏感信息次数过多，请联系班长。</translation>
    </message>
    <message>
      <source>Transfer</source>
      <translation>转接</translation>
    </message>
    <message>
      <source>Transfer now</source>
      <translation>盲转</translation>
    </message>
    <message>
      <source>Transfer now, without asking first</source>
      <translation>直接盲转</translation>
    </message>
    <message>
      <source>Transfer the call</source>
      <translation>转接通话</translation>
    </message>
    <message>
      <source>Transferred by {name}</source>
      <translation>{name} 转来</translation>
    </message>
    <message>
      <source>Tries</source>
      <translation>尝试次数</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Try it: press one of these keys, or a button of your headset. They can be changed.</source>
      <translation>试一试：按下其中一组按键，或耳机上的按钮。按键可以更改。</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>立即重试</translation>
    </message>
    <message>
      <source>Try out</source>
      <translation>试算</translation>
    </message>
    <message>
      <source>Try the rule out first: it shows whom it concerns.</source>
      <translation>请先试算，看看会影响哪些客户。</translation>
    </message>
    <message>
      <source>Trying out…</source>
      <translation>正在试算…</translation>
    </message>
    <message>
      <source>Two columns go into the same field. Leave one of them out.</source>
      <translation>有两列对应同一字段，请去掉一列。</translation>
    </message>
    <message>
      <source>Two files again?</source>
      <translation>恢复为两份？</translation>
    </message>
    <message>
      <source>Two people</source>
      <translation>不是同一人</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>类型</translation>
    </message>
    <message>
      <source>Types of tickets</source>
      <translation>工单类型</translation>
    </message>
    <message>
      <source>Unassigned</source>
      <translation>未分派</translation>
    </message>
    <message>
      <source>Under Wayland programs have no keys of their own: use the headset's buttons or the play key.</source>
      <translation>Wayland 下程序不能使用全局按键，请使用耳机按钮或播放键。</translation>
    </message>
    <message>
      <source>Underlined: only in version {one}. Struck through: only in version {other}.</source>
      <translation>下划线：仅版本 {one} 有；删除线：仅版本 {other} 有。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
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
      <source>Unknown number</source>
      <translation>未知号码</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>解锁</translation>
    </message>
    <message>
      <source>Unlock to see who it is</source>
      <translation>解锁后可见来电客户</translation>
    </message>
    <message>
      <source>Unlock to write it up</source>
      <translation>解锁后填写小结</translation>
    </message>
    <message>
      <source>Unmute</source>
      <translation>取消静音</translation>
    </message>
    <message>
      <source>Up and down choose, Enter opens</source>
      <translation>↑↓ 选择，回车打开</translation>
    </message>
    <message>
      <source>Up and down choose, Enter opens, Esc goes back</source>
      <translation>↑↓ 选择，回车打开，Esc 返回</translation>
    </message>
    <message>
      <source>Update his file</source>
      <translation>更新现有档案</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>紧急</translation>
    </message>
    <message>
      <source>Urgent notice</source>
      <translation>紧急通知</translation>
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
      <source>Valid from</source>
      <translation>生效日期</translation>
    </message>
    <message>
      <source>Valid until</source>
      <translation>失效日期</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>客户价值</translation>
    </message>
    <message>
      <source>Value (¥)</source>
      <translation>客户价值（元）</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Version {number}</source>
      <translation>版本 {number}</translation>
    </message>
    <message>
      <source>Version {number} again</source>
      <translation>恢复版本 {number}</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Versions of this article</source>
      <translation>版本历史</translation>
    </message>
    <message>
      <source>Versions: {title}</source>
      <translation>版本历史：{title}</translation>
    </message>
    <message>
      <source>Views</source>
      <translation>视图</translation>
    </message>
    <message>
      <source>Views that were kept</source>
      <translation>已保存的视图</translation>
    </message>
    <message>
      <source>Voice both ways</source>
      <translation>双向语音</translation>
    </message>
    <message>
      <source>Voice messages</source>
      <translation>语音留言</translation>
    </message>
    <message>
      <source>Wait until somebody answers, or hang up first.</source>
      <translation>请等对方接听，或先挂断。</translation>
    </message>
    <message>
      <source>Waited</source>
      <translation>等待</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>待发</translation>
    </message>
    <message>
      <source>Waits</source>
      <translation>等待发送</translation>
    </message>
    <message>
      <source>Waits for</source>
      <translation>已等待</translation>
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
      <source>Watch it  (W)</source>
      <translation>关注  (W)</translation>
    </message>
    <message>
      <source>Watched</source>
      <translation>我关注的</translation>
    </message>
    <message>
      <source>Watchers</source>
      <translation>关注人</translation>
    </message>
    <message>
      <source>Ways to the outside</source>
      <translation>通知渠道</translation>
    </message>
    <message>
      <source>WeCom</source>
      <translation>企业微信</translation>
    </message>
    <message>
      <source>WeCom app</source>
      <translation>企业微信应用</translation>
    </message>
    <message>
      <source>WeCom does not know this person. Check the name in WeCom.</source>
      <translation>企业微信里没有此人，请核对账号。</translation>
    </message>
    <message>
      <source>WeCom group</source>
      <translation>企业微信群</translation>
    </message>
    <message>
      <source>WeCom group robot</source>
      <translation>企业微信群机器人</translation>
    </message>
    <message>
      <source>Webhook</source>
      <translation>Webhook</translation>
    </message>
    <message>
      <source>Welcome to Seatline</source>
      <translation>欢迎使用席聆</translation>
    </message>
    <message>
      <source>What a customer agrees to or not; messages go by it.</source>
      <translation>客户同意或不同意的事项，发送消息以此为准。</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>通话结果</translation>
    </message>
    <message>
      <source>What came of the call?</source>
      <translation>这通电话的结果是什么？</translation>
    </message>
    <message>
      <source>What do you want to do? Or a name, a number…</source>
      <translation>想做什么？也可输入姓名、号码…</translation>
    </message>
    <message>
      <source>What fits</source>
      <translation>匹配结果</translation>
    </message>
    <message>
      <source>What happened on this computer, for whoever helps you. Look through it: only what you see here is saved, and nothing is sent by itself.</source>
      <translation>这台电脑上发生的事情，供为您提供支持的人员查看。请过目：只保存您在这里看到的内容，不会自动发送。</translation>
    </message>
    <message>
      <source>What happened on this computer, without numbers and names</source>
      <translation>这台电脑上发生的事情，不含号码和姓名</translation>
    </message>
    <message>
      <source>What is grey is set by the system or by how Seatline was installed.</source>
      <translation>灰色的项目由系统或安装方式决定。</translation>
    </message>
    <message>
      <source>What is in which column?</source>
      <translation>各列对应的字段</translation>
    </message>
    <message>
      <source>What is it for?</source>
      <translation>导出用途</translation>
    </message>
    <message>
      <source>What is said</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>What is urgent always comes, by all ways, at any hour.</source>
      <translation>紧急通知不受免打扰限制，会通过所有方式提醒。</translation>
    </message>
    <message>
      <source>What is wrong; these rows are left out</source>
      <translation>以下行有问题，将不会导入</translation>
    </message>
    <message>
      <source>What should be changed?</source>
      <translation>需要修改什么？</translation>
    </message>
    <message>
      <source>What the filter finds</source>
      <translation>当前筛选结果</translation>
    </message>
    <message>
      <source>What tickets do by themselves</source>
      <translation>工单自动规则</translation>
    </message>
    <message>
      <source>What to say in a call of this queue</source>
      <translation>本队列的话术</translation>
    </message>
    <message>
      <source>What was changed</source>
      <translation>修改说明</translation>
    </message>
    <message>
      <source>What was done about it?</source>
      <translation>处理情况</translation>
    </message>
    <message>
      <source>What was done.</source>
      <translation>处理结果。</translation>
    </message>
    <message>
      <source>What was done. The customer is told this.</source>
      <translation>处理结果（会告知客户）。</translation>
    </message>
    <message>
      <source>What was it about, what was agreed?</source>
      <translation>为何来电？商定了什么？</translation>
    </message>
    <message>
      <source>What was typed before the program ended is saved with its call.</source>
      <translation>程序退出前输入的小结已保存到对应通话。</translation>
    </message>
    <message>
      <source>What was written</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>What you are when this call is written up; it is remembered</source>
      <translation>本次通话处理完后的状态，会自动切换</translation>
    </message>
    <message>
      <source>What you had typed before is still here, not saved yet.</source>
      <translation>上次未保存的内容已恢复，尚未保存。</translation>
    </message>
    <message>
      <source>What you were writing is back. It has not been put in force.</source>
      <translation>上次没写完的内容已恢复，尚未启用。</translation>
    </message>
    <message>
      <source>What you were writing is back. It has not been saved yet.</source>
      <translation>上次没写完的内容已恢复，尚未保存。</translation>
    </message>
    <message>
      <source>When a promise is missed, these are told</source>
      <translation>超时升级通知</translation>
    </message>
    <message>
      <source>Where is your server?</source>
      <translation>服务器在哪里？</translation>
    </message>
    <message>
      <source>Where nothing is typed</source>
      <translation>未在输入文字时</translation>
    </message>
    <message>
      <source>Which columns are shown</source>
      <translation>选择显示的列</translation>
    </message>
    <message>
      <source>Which file stays? Click it. Below: which value counts, where they differ.</source>
      <translation>点击要保留的档案；下方不一致的字段，选择以哪个值为准。</translation>
    </message>
    <message>
      <source>While another program is used</source>
      <translation>使用其他程序时</translation>
    </message>
    <message>
      <source>Who takes it over?</source>
      <translation>转派给谁？</translation>
    </message>
    <message>
      <source>Who takes these {count} over?</source>
      <translation>这 {count} 张工单转派给谁？</translation>
    </message>
    <message>
      <source>Whoever gave it to you reads this.</source>
      <translation>分派人会看到。</translation>
    </message>
    <message>
      <source>Whole window</source>
      <translation>完整窗口</translation>
    </message>
    <message>
      <source>Whom it is for wants no messages of this kind.</source>
      <translation>对方不接收这类消息。</translation>
    </message>
    <message>
      <source>Whom it would concern; nothing is changed</source>
      <translation>查看会影响哪些客户，不做任何修改</translation>
    </message>
    <message>
      <source>Whose tickets</source>
      <translation>哪些工单</translation>
    </message>
    <message>
      <source>Why do you need it?</source>
      <translation>申请理由</translation>
    </message>
    <message>
      <source>Why do you need the number? The look is kept with the reason.</source>
      <translation>为什么需要查看号码？原因会被记录。</translation>
    </message>
    <message>
      <source>Why?</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Why? (where a move asks for it)</source>
      <translation>原因（流转需要时填写）</translation>
    </message>
    <message>
      <source>With the name and password that you were given.</source>
      <translation>请使用管理员给您的用户名和密码。</translation>
    </message>
    <message>
      <source>With the next call, what to say stands here.</source>
      <translation>来电时，这里会显示话术。</translation>
    </message>
    <message>
      <source>With us</source>
      <translation>客龄</translation>
    </message>
    <message>
      <source>With us since</source>
      <translation>建档日期</translation>
    </message>
    <message>
      <source>With {name}</source>
      <translation>与{name}通话</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>下架</translation>
    </message>
    <message>
      <source>Withdrawn</source>
      <translation>已下架</translation>
    </message>
    <message>
      <source>Withdrawn. Nobody finds it any more.</source>
      <translation>已下架，不会再被搜到。</translation>
    </message>
    <message>
      <source>Withdrawn: readers do not find it.</source>
      <translation>已下架，坐席搜不到。</translation>
    </message>
    <message>
      <source>Without a name</source>
      <translation>未填姓名</translation>
    </message>
    <message>
      <source>Without it the type's own times count</source>
      <translation>不指定时按工单类型的时限计算</translation>
    </message>
    <message>
      <source>Without the server nothing can be spoken or sent.</source>
      <translation>未连接服务器，无法播报或发送。</translation>
    </message>
    <message>
      <source>Words of a call</source>
      <translation>通话中的短信</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>工作</translation>
    </message>
    <message>
      <source>Wrap-up</source>
      <translation>话后处理</translation>
    </message>
    <message>
      <source>Write a new version of this article</source>
      <translation>修改并生成新版本</translation>
    </message>
    <message>
      <source>Write a quick reply of your own</source>
      <translation>写一条自己的快捷回复</translation>
    </message>
    <message>
      <source>Write days as 2026-11-21.</source>
      <translation>日期请写成 2026-11-21。</translation>
    </message>
    <message>
      <source>Write the note</source>
      <translation>填写小结</translation>
    </message>
    <message>
      <source>Write the text, or what is to be said.</source>
      <translation>请填写正文或话术。</translation>
    </message>
    <message>
      <source>Write to the customer…</source>
      <translation>写给客户…</translation>
    </message>
    <message>
      <source>Written by {who}, to be looked over by somebody else.</source>
      <translation>{who}提交，待他人审核。</translation>
    </message>
    <message>
      <source>Yes or no</source>
      <translation>是 / 否</translation>
    </message>
    <message>
      <source>You</source>
      <translation>我</translation>
    </message>
    <message>
      <source>You are calling somebody already. Finish that first, then call {number}.</source>
      <translation>您正在呼叫另一方，请先结束，再拨打 {number}。</translation>
    </message>
    <message>
      <source>You are not allowed to do this. Ask your supervisor if you need it.</source>
      <translation>您没有此权限，如有需要请联系班长。</translation>
    </message>
    <message>
      <source>You are not ready now.</source>
      <translation>您现在不是就绪状态。</translation>
    </message>
    <message>
      <source>You are not taking calls</source>
      <translation>您现在不接听来电</translation>
    </message>
    <message>
      <source>You are on the phone. Put this call on hold first, or consult from within it.</source>
      <translation>您正在通话。请先保持当前通话，或在通话中咨询转接。</translation>
    </message>
    <message>
      <source>You are on the phone. Your customer hears music while you call:</source>
      <translation>您正在通话。呼叫对方时，客户会听到音乐：</translation>
    </message>
    <message>
      <source>You can sign out when the call is over.</source>
      <translation>通话结束后才能退出登录。</translation>
    </message>
    <message>
      <source>You cannot go ready without a microphone. Plug in your headset, or choose 'I use another phone' in the settings.</source>
      <translation>没有麦克风无法就绪。请插上耳机，或在设置中选择「我使用其他话机」。</translation>
    </message>
    <message>
      <source>You have asked for nothing. Ask from a masked field of a customer's file.</source>
      <translation>您还没有提交过申请。可在客户档案中点击“申请查看”。</translation>
    </message>
    <message>
      <source>You have three calls already. Finish one of them first.</source>
      <translation>您已有三通电话，请先结束其中一通。</translation>
    </message>
    <message>
      <source>You hear</source>
      <translation>您听到</translation>
    </message>
    <message>
      <source>You hear each other</source>
      <translation>互相听到</translation>
    </message>
    <message>
      <source>You hear each other well.</source>
      <translation>双方通话清晰。</translation>
    </message>
    <message>
      <source>You hear the other badly.</source>
      <translation>您听不清对方。</translation>
    </message>
    <message>
      <source>You hear the ringing.</source>
      <translation>您能听到振铃声。</translation>
    </message>
    <message>
      <source>You watch it; a click ends that  (W)</source>
      <translation>已关注，点击取消  (W)</translation>
    </message>
    <message>
      <source>You watch no ticket. The eye in a ticket changes that.</source>
      <translation>还没有关注的工单。在工单里点“眼睛”即可关注。</translation>
    </message>
    <message>
      <source>You wrote parts of this article yourself: somebody else must publish it.</source>
      <translation>这篇文章有您写的内容，需由他人审核发布。</translation>
    </message>
    <message>
      <source>Your answer</source>
      <translation>您的回答</translation>
    </message>
    <message>
      <source>Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and sent later; hold and transfer wait.</source>
      <translation>通话可能仍在继续：静音、按键和挂断可用。小结和工单保存在本机，稍后发送；保持和转接需等待恢复。</translation>
    </message>
    <message>
      <source>Your calls go on. Type your password to see the window again.</source>
      <translation>通话不受影响。输入密码即可继续使用。</translation>
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
      <source>Your phone is not connected yet. It can be tried again in a moment.</source>
      <translation>话机尚未连接，请稍后再试。</translation>
    </message>
    <message>
      <source>Your phone is not connected.</source>
      <translation>您的话机未连接。</translation>
    </message>
    <message>
      <source>Your phone is not connected. It is tried again by itself.</source>
      <translation>您的话机没有连接，系统会自动重试。</translation>
    </message>
    <message>
      <source>Your phone rings now; pick it up to call {name}.</source>
      <translation>您的话机正在振铃，摘机后呼叫{name}。</translation>
    </message>
    <message>
      <source>Your phone rings, then the customer's; his number is not shown</source>
      <translation>先响你的话机，再呼叫客户；不显示号码</translation>
    </message>
    <message>
      <source>Your phone was not reached</source>
      <translation>未能振铃您的话机</translation>
    </message>
    <message>
      <source>Your question is with the expert; the answer comes as a notice.</source>
      <translation>已提交给专家，回答后会通知您。</translation>
    </message>
    <message>
      <source>Your question to the expert</source>
      <translation>向专家提问</translation>
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
      <source>Yours</source>
      <translation>我的修改</translation>
    </message>
    <message>
      <source>a reason</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>a ticket</source>
      <translation>工单</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>约 {time}</translation>
    </message>
    <message>
      <source>addresses: {count}</source>
      <translation>地址 {count} 处</translation>
    </message>
    <message>
      <source>after {count} days</source>
      <translation>{count} 天后</translation>
    </message>
    <message>
      <source>after {count} min, unless the agent made one</source>
      <translation>{count} 分钟后，坐席未自行建单时</translation>
    </message>
    <message>
      <source>agreed</source>
      <translation>同意</translation>
    </message>
    <message>
      <source>allowed</source>
      <translation>已批准</translation>
    </message>
    <message>
      <source>an agent had to leave</source>
      <translation>坐席中断</translation>
    </message>
    <message>
      <source>and {count} groups inside, kept as they are</source>
      <translation>另含 {count} 个嵌套条件组，保持不变</translation>
    </message>
    <message>
      <source>and {count} more rows</source>
      <translation>另有 {count} 行</translation>
    </message>
    <message>
      <source>arrived</source>
      <translation>已送达</translation>
    </message>
    <message>
      <source>as the type says</source>
      <translation>按工单类型</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>已分派</translation>
    </message>
    <message>
      <source>assigns it</source>
      <translation>分派</translation>
    </message>
    <message>
      <source>at least</source>
      <translation>不少于</translation>
    </message>
    <message>
      <source>at most</source>
      <translation>不超过</translation>
    </message>
    <message>
      <source>before: {value}</source>
      <translation>原来：{value}</translation>
    </message>
    <message>
      <source>begins with</source>
      <translation>开头为</translation>
    </message>
    <message>
      <source>being worked on</source>
      <translation>处理中，计时</translation>
    </message>
    <message>
      <source>by itself</source>
      <translation>系统</translation>
    </message>
    <message>
      <source>can be undone until {when}</source>
      <translation>{when} 前可撤销</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>更新</translation>
    </message>
    <message>
      <source>changed: {names}</source>
      <translation>修改：{names}</translation>
    </message>
    <message>
      <source>clocks are frozen</source>
      <translation>暂停计时</translation>
    </message>
    <message>
      <source>clocks are kept</source>
      <translation>停止计时</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>已关闭</translation>
    </message>
    <message>
      <source>contains</source>
      <translation>包含</translation>
    </message>
    <message>
      <source>could not be reached</source>
      <translation>无法接通</translation>
    </message>
    <message>
      <source>counted {when}</source>
      <translation>{when} 统计</translation>
    </message>
    <message>
      <source>customer's tag</source>
      <translation>客户标签</translation>
    </message>
    <message>
      <source>date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>days</source>
      <translation>天</translation>
    </message>
    <message>
      <source>days (empty: ever)</source>
      <translation>天内（留空：不限）</translation>
    </message>
    <message>
      <source>did not answer</source>
      <translation>无人接听</translation>
    </message>
    <message>
      <source>did not arrive</source>
      <translation>未送达</translation>
    </message>
    <message>
      <source>does not include</source>
      <translation>不含</translation>
    </message>
    <message>
      <source>done</source>
      <translation>已完成</translation>
    </message>
    <message>
      <source>done {when}</source>
      <translation>{when} 已处理</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>作废</translation>
    </message>
    <message>
      <source>due {when}</source>
      <translation>{when} 到期</translation>
    </message>
    <message>
      <source>e.g. spring mailing, approved by …</source>
      <translation>例如：春季回访名单，经 … 批准</translation>
    </message>
    <message>
      <source>ended as</source>
      <translation>结束方式</translation>
    </message>
    <message>
      <source>ends here</source>
      <translation>到此结束</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>失败</translation>
    </message>
    <message>
      <source>fails</source>
      <translation>发送失败</translation>
    </message>
    <message>
      <source>follow up {when}</source>
      <translation>{when} 回访</translation>
    </message>
    <message>
      <source>for you</source>
      <translation>专属</translation>
    </message>
    <message>
      <source>from a missed call-back</source>
      <translation>来自未接通的回拨</translation>
    </message>
    <message>
      <source>from a voice message</source>
      <translation>来自留言</translation>
    </message>
    <message>
      <source>from an e-mail</source>
      <translation>来自邮件</translation>
    </message>
    <message>
      <source>from an unresolved call</source>
      <translation>来自未解决的通话</translation>
    </message>
    <message>
      <source>from another system</source>
      <translation>来自其他系统</translation>
    </message>
    <message>
      <source>from the customer</source>
      <translation>客户来信</translation>
    </message>
    <message>
      <source>given up</source>
      <translation>多次未接通</translation>
    </message>
    <message>
      <source>goes into it</source>
      <translation>并入</translation>
    </message>
    <message>
      <source>helped {count}</source>
      <translation>{count} 人觉得有用</translation>
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
      <source>in reserve</source>
      <translation>备用</translation>
    </message>
    <message>
      <source>in the archive</source>
      <translation>归档</translation>
    </message>
    <message>
      <source>in the last</source>
      <translation>最近</translation>
    </message>
    <message>
      <source>includes</source>
      <translation>含有</translation>
    </message>
    <message>
      <source>internal</source>
      <translation>内部</translation>
    </message>
    <message>
      <source>is</source>
      <translation>等于</translation>
    </message>
    <message>
      <source>is answered</source>
      <translation>已回答</translation>
    </message>
    <message>
      <source>is being sent</source>
      <translation>发送中</translation>
    </message>
    <message>
      <source>is empty</source>
      <translation>为空</translation>
    </message>
    <message>
      <source>is filled in</source>
      <translation>不为空</translation>
    </message>
    <message>
      <source>is not</source>
      <translation>不等于</translation>
    </message>
    <message>
      <source>is told nothing by itself</source>
      <translation>不自动通知客户</translation>
    </message>
    <message>
      <source>is told of moves</source>
      <translation>流转时通知客户</translation>
    </message>
    <message>
      <source>just now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>已达成</translation>
    </message>
    <message>
      <source>leads only</source>
      <translation>仅班长</translation>
    </message>
    <message>
      <source>leave out</source>
      <translation>不导入</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>跳过</translation>
    </message>
    <message>
      <source>less than a year</source>
      <translation>不足一年</translation>
    </message>
    <message>
      <source>level</source>
      <translation>客户等级</translation>
    </message>
    <message>
      <source>loading…</source>
      <translation>加载中…</translation>
    </message>
    <message>
      <source>made by a rule</source>
      <translation>由规则创建</translation>
    </message>
    <message>
      <source>made of the name</source>
      <translation>按名称自动生成</translation>
    </message>
    <message>
      <source>mailbox answered</source>
      <translation>语音信箱</translation>
    </message>
    <message>
      <source>may be sent</source>
      <translation>可以发送</translation>
    </message>
    <message>
      <source>me</source>
      <translation>我</translation>
    </message>
    <message>
      <source>mine</source>
      <translation>我的</translation>
    </message>
    <message>
      <source>missed</source>
      <translation>未接</translation>
    </message>
    <message>
      <source>moves it on</source>
      <translation>流转状态</translation>
    </message>
    <message>
      <source>name and address</source>
      <translation>姓名地址相近</translation>
    </message>
    <message>
      <source>names: {count}</source>
      <translation>姓名 {count} 处</translation>
    </message>
    <message>
      <source>never</source>
      <translation>从不</translation>
    </message>
    <message>
      <source>never yet</source>
      <translation>尚未发送过</translation>
    </message>
    <message>
      <source>new</source>
      <translation>新建</translation>
    </message>
    <message>
      <source>new: {names}</source>
      <translation>新增：{names}</translation>
    </message>
    <message>
      <source>next try {when}</source>
      <translation>下次 {when}</translation>
    </message>
    <message>
      <source>no</source>
      <translation>否</translation>
    </message>
    <message>
      <source>no address</source>
      <translation>没有号码或地址</translation>
    </message>
    <message>
      <source>no e-mails</source>
      <translation>不收邮件</translation>
    </message>
    <message>
      <source>no messages</source>
      <translation>不收短信和邮件</translation>
    </message>
    <message>
      <source>no text messages</source>
      <translation>不收短信</translation>
    </message>
    <message>
      <source>nobody has it yet</source>
      <translation>尚无人处理</translation>
    </message>
    <message>
      <source>nobody yet</source>
      <translation>暂无</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>not answered yet</source>
      <translation>待回答</translation>
    </message>
    <message>
      <source>not asked</source>
      <translation>未询问</translation>
    </message>
    <message>
      <source>not carried out</source>
      <translation>未执行</translation>
    </message>
    <message>
      <source>not counted yet</source>
      <translation>尚未统计</translation>
    </message>
    <message>
      <source>not ready</source>
      <translation>示忙</translation>
    </message>
    <message>
      <source>not run yet</source>
      <translation>尚未运行</translation>
    </message>
    <message>
      <source>not sent</source>
      <translation>未发送</translation>
    </message>
    <message>
      <source>not set up in full</source>
      <translation>设置不完整</translation>
    </message>
    <message>
      <source>not signed in</source>
      <translation>未签入</translation>
    </message>
    <message>
      <source>not used any more</source>
      <translation>已停用</translation>
    </message>
    <message>
      <source>not used yet</source>
      <translation>未使用过</translation>
    </message>
    <message>
      <source>not within the last</source>
      <translation>不在最近</translation>
    </message>
    <message>
      <source>note says</source>
      <translation>小结包含</translation>
    </message>
    <message>
      <source>nowhere: messages carry no link</source>
      <translation>未设置，消息中不带链接</translation>
    </message>
    <message>
      <source>number</source>
      <translation>数字</translation>
    </message>
    <message>
      <source>numbers: {count}</source>
      <translation>号码 {count} 处</translation>
    </message>
    <message>
      <source>off duty</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>on the phone</source>
      <translation>通话中</translation>
    </message>
    <message>
      <source>one of</source>
      <translation>单选</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>已超时</translation>
    </message>
    <message>
      <source>overdue since {when}</source>
      <translation>已逾期（{when}）</translation>
    </message>
    <message>
      <source>own words</source>
      <translation>已自定义</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>暂停计时</translation>
    </message>
    <message>
      <source>paused, {time} left</source>
      <translation>暂停，剩 {time}</translation>
    </message>
    <message>
      <source>priority {priority}</source>
      <translation>优先级{priority}</translation>
    </message>
    <message>
      <source>private</source>
      <translation>隐私</translation>
    </message>
    <message>
      <source>queue</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>recorded</source>
      <translation>有录音</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>拒接</translation>
    </message>
    <message>
      <source>required</source>
      <translation>必填</translation>
    </message>
    <message>
      <source>resolved</source>
      <translation>已解决</translation>
    </message>
    <message>
      <source>result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>retired</source>
      <translation>已停用</translation>
    </message>
    <message>
      <source>round the clock</source>
      <translation>全天</translation>
    </message>
    <message>
      <source>row {count}</source>
      <translation>第 {count} 行</translation>
    </message>
    <message>
      <source>running</source>
      <translation>进行中</translation>
    </message>
    <message>
      <source>runs</source>
      <translation>计时中</translation>
    </message>
    <message>
      <source>same e-mail</source>
      <translation>邮箱相同</translation>
    </message>
    <message>
      <source>same number</source>
      <translation>号码相同</translation>
    </message>
    <message>
      <source>secrets: {count}</source>
      <translation>密钥 {count} 处</translation>
    </message>
    <message>
      <source>seen in full for {time}</source>
      <translation>可查看完整信息，剩余 {time}</translation>
    </message>
    <message>
      <source>sending…</source>
      <translation>正在发送…</translation>
    </message>
    <message>
      <source>sent</source>
      <translation>已发送</translation>
    </message>
    <message>
      <source>several of</source>
      <translation>多选</translation>
    </message>
    <message>
      <source>since (date)</source>
      <translation>不早于</translation>
    </message>
    <message>
      <source>since {day}</source>
      <translation>{day} 建档</translation>
    </message>
    <message>
      <source>stay, since they were changed meanwhile</source>
      <translation>条因之后被修改而保留</translation>
    </message>
    <message>
      <source>stays</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>still to choose</source>
      <translation>请选择</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>已停止</translation>
    </message>
    <message>
      <source>switched off</source>
      <translation>已停用</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>已撤回</translation>
    </message>
    <message>
      <source>team's</source>
      <translation>团队</translation>
    </message>
    <message>
      <source>tells the customer</source>
      <translation>告知客户</translation>
    </message>
    <message>
      <source>text</source>
      <translation>文字</translation>
    </message>
    <message>
      <source>the administrators</source>
      <translation>管理员</translation>
    </message>
    <message>
      <source>the checklist</source>
      <translation>检查项</translation>
    </message>
    <message>
      <source>the company</source>
      <translation>公司</translation>
    </message>
    <message>
      <source>the customer agrees</source>
      <translation>客户已确认</translation>
    </message>
    <message>
      <source>the customer's name</source>
      <translation>客户姓名</translation>
    </message>
    <message>
      <source>the lead of the department</source>
      <translation>部门班长</translation>
    </message>
    <message>
      <source>the other supervisors</source>
      <translation>其他班长</translation>
    </message>
    <message>
      <source>the queue</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>the solution</source>
      <translation>处理结果</translation>
    </message>
    <message>
      <source>the time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>then {state}</source>
      <translation>之后{state}</translation>
    </message>
    <message>
      <source>time is over</source>
      <translation>已到期</translation>
    </message>
    <message>
      <source>to the customer</source>
      <translation>告知客户</translation>
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
      <source>too late</source>
      <translation>超过时限</translation>
    </message>
    <message>
      <source>tried once</source>
      <translation>已试 1 次</translation>
    </message>
    <message>
      <source>tried {count} times</source>
      <translation>已试 {count} 次</translation>
    </message>
    <message>
      <source>undone</source>
      <translation>已撤销</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>unread</source>
      <translation>未读</translation>
    </message>
    <message>
      <source>until</source>
      <translation>至</translation>
    </message>
    <message>
      <source>until (date)</source>
      <translation>不晚于</translation>
    </message>
    <message>
      <source>valid until {day}</source>
      <translation>有效至 {day}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>waits for a decision</source>
      <translation>待审批</translation>
    </message>
    <message>
      <source>waits for the server</source>
      <translation>等待提交</translation>
    </message>
    <message>
      <source>waits in the line</source>
      <translation>排队中</translation>
    </message>
    <message>
      <source>waits {time}</source>
      <translation>已等 {time}</translation>
    </message>
    <message>
      <source>wants none</source>
      <translation>不接收</translation>
    </message>
    <message>
      <source>wants none, {when}</source>
      <translation>{when} 起不接收</translation>
    </message>
    <message>
      <source>was busy</source>
      <translation>占线</translation>
    </message>
    <message>
      <source>when it is late</source>
      <translation>超时时</translation>
    </message>
    <message>
      <source>who does it</source>
      <translation>处理人</translation>
    </message>
    <message>
      <source>who has it, and who watches it</source>
      <translation>处理人和关注人</translation>
    </message>
    <message>
      <source>with faults</source>
      <translation>有误</translation>
    </message>
    <message>
      <source>within the last</source>
      <translation>在最近</translation>
    </message>
    <message>
      <source>works</source>
      <translation>正常</translation>
    </message>
    <message>
      <source>wrap-up</source>
      <translation>话后处理</translation>
    </message>
    <message>
      <source>writes a comment</source>
      <translation>添加备注</translation>
    </message>
    <message>
      <source>written by hand</source>
      <translation>人工创建</translation>
    </message>
    <message>
      <source>written by the customer</source>
      <translation>客户提交</translation>
    </message>
    <message>
      <source>written {when}</source>
      <translation>写于 {when}</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>yes or no</source>
      <translation>是/否</translation>
    </message>
    <message>
      <source>yesterday {time}</source>
      <translation>昨天 {time}</translation>
    </message>
    <message>
      <source>you</source>
      <translation>你</translation>
    </message>
    <message>
      <source>your name</source>
      <translation>你的姓名</translation>
    </message>
    <message>
      <source>{action}: it has arrived, it works.</source>
      <translation>收到「{action}」，可以使用。</translation>
    </message>
    <message>
      <source>{codec} · there and back {time}</source>
      <translation>{codec} · 往返 {time}</translation>
    </message>
    <message>
      <source>{count} chosen</source>
      <translation>已选 {count} 张</translation>
    </message>
    <message>
      <source>{count} customers</source>
      <translation>{count} 位客户</translation>
    </message>
    <message>
      <source>{count} customers have this number. Who is it?</source>
      <translation>{count} 位客户使用此号码，请确认来电人：</translation>
    </message>
    <message>
      <source>{count} days</source>
      <translation>{count} 天</translation>
    </message>
    <message>
      <source>{count} faults; nothing has been changed.</source>
      <translation>{count} 处错误，未做任何改动。</translation>
    </message>
    <message>
      <source>{count} h late</source>
      <translation>超时 {count} 小时</translation>
    </message>
    <message>
      <source>{count} hours</source>
      <translation>{count} 小时</translation>
    </message>
    <message>
      <source>{count} macros</source>
      <translation>快捷操作 {count} 个</translation>
    </message>
    <message>
      <source>{count} min</source>
      <translation>{count} 分钟</translation>
    </message>
    <message>
      <source>{count} min ago</source>
      <translation>{count} 分钟前</translation>
    </message>
    <message>
      <source>{count} min late</source>
      <translation>超时 {count} 分钟</translation>
    </message>
    <message>
      <source>{count} minutes</source>
      <translation>{count} 分钟</translation>
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
      <source>{count} refused</source>
      <translation>{count} 条未接受</translation>
    </message>
    <message>
      <source>{count} rows</source>
      <translation>{count} 行</translation>
    </message>
    <message>
      <source>{count} s more to write it up.</source>
      <translation>已延长 {count} 秒。</translation>
    </message>
    <message>
      <source>{count} states</source>
      <translation>{count} 个状态</translation>
    </message>
    <message>
      <source>{count} tickets changed.</source>
      <translation>已处理 {count} 张工单。</translation>
    </message>
    <message>
      <source>{count} views</source>
      <translation>视图 {count} 个</translation>
    </message>
    <message>
      <source>{count} waiting</source>
      <translation>{count} 人等待</translation>
    </message>
    <message>
      <source>{count} waiting in your queues</source>
      <translation>您的队列中有 {count} 人等待</translation>
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
      <source>{created} new, {updated} changed</source>
      <translation>新建 {created}，更新 {updated}</translation>
    </message>
    <message>
      <source>{device} (not plugged in)</source>
      <translation>{device}（未插入）</translation>
    </message>
    <message>
      <source>{done} changed, {refused} not: {why}</source>
      <translation>{done} 张已处理，{refused} 张未处理：{why}</translation>
    </message>
    <message>
      <source>{done} of {all} rows</source>
      <translation>已处理 {done} / {all} 行</translation>
    </message>
    <message>
      <source>{done} of {count}</source>
      <translation>{done}/{count}</translation>
    </message>
    <message>
      <source>{field}: at most {count} characters.</source>
      <translation>{field}：最多 {count} 个字。</translation>
    </message>
    <message>
      <source>{field}: braces and brackets go in pairs.</source>
      <translation>{field}：花括号和方括号要成对，方括号不能嵌套。</translation>
    </message>
    <message>
      <source>{field}: there is no value {value}.</source>
      <translation>{field}：没有 {value} 这个变量。</translation>
    </message>
    <message>
      <source>{headset}: its buttons answer, hang up and mute.</source>
      <translation>{headset}：耳机按钮可接听、挂断和静音。</translation>
    </message>
    <message>
      <source>{headset}: this user may not read its buttons. Ask your administrator for the rule in the manual.</source>
      <translation>{headset}：当前用户无权读取耳机按钮。请联系管理员按手册添加规则。</translation>
    </message>
    <message>
      <source>{hours} h</source>
      <translation>{hours} 小时</translation>
    </message>
    <message>
      <source>{hours} h {count} min</source>
      <translation>{hours} 小时 {count} 分</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
      <source>{matched} customers; {get} would get the tag, {lose} would lose it.</source>
      <translation>命中 {matched} 位客户，将新打标签 {get} 位，取消标签 {lose} 位。</translation>
    </message>
    <message>
      <source>{month}/{day} {time}</source>
      <translation>{month}月{day}日 {time}</translation>
    </message>
    <message>
      <source>{move} (asks for {needs})</source>
      <translation>{move}（需填：{needs}）</translation>
    </message>
    <message>
      <source>{move}: asks for {needs}</source>
      <translation>{move}：需要填写{needs}</translation>
    </message>
    <message>
      <source>{move}: to {state}</source>
      <translation>{move}：转到{state}</translation>
    </message>
    <message>
      <source>{name} (shared)</source>
      <translation>{name}（共享）</translation>
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
      <source>{name} did not answer.</source>
      <translation>{name}没有接听。</translation>
    </message>
    <message>
      <source>{name} did not answer. Your customer still waits: F3 takes him back.</source>
      <translation>{name}没有接听。客户仍在保持中，按 F3 取回。</translation>
    </message>
    <message>
      <source>{name} has hung up. Your customer still waits: F3 takes him back.</source>
      <translation>{name}已挂断。客户仍在保持中，按 F3 取回。</translation>
    </message>
    <message>
      <source>{name} has left the call.</source>
      <translation>{name}已离开通话。</translation>
    </message>
    <message>
      <source>{name} is larger than 20 MB.</source>
      <translation>{name} 超过 20 MB。</translation>
    </message>
    <message>
      <source>{name} is not shared any more.</source>
      <translation>“{name}”已取消共享。</translation>
    </message>
    <message>
      <source>{name} is off duty.</source>
      <translation>{name}不在岗。</translation>
    </message>
    <message>
      <source>{name} is on the phone.</source>
      <translation>{name}正在通话。</translation>
    </message>
    <message>
      <source>{name} is saved.</source>
      <translation>{name} 已保存。</translation>
    </message>
    <message>
      <source>{name} is shared with the team now.</source>
      <translation>“{name}”已共享给团队。</translation>
    </message>
    <message>
      <source>{name} noted</source>
      <translation>{name} 的记录</translation>
    </message>
    <message>
      <source>{name} was merged by {who}</source>
      <translation>{name} 由 {who} 合并</translation>
    </message>
    <message>
      <source>{name}, who was on hold, has hung up.</source>
      <translation>保持中的{name}已挂断。</translation>
    </message>
    <message>
      <source>{number} is copied.</source>
      <translation>{number} 已复制。</translation>
    </message>
    <message>
      <source>{page}, {count} waiting</source>
      <translation>{page},{count} 条待处理</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
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
      <source>{queue}: {waiting} waiting</source>
      <translation>{queue}：{waiting} 人等待</translation>
    </message>
    <message>
      <source>{queue}: {waiting} waiting, longest {longest}</source>
      <translation>{queue}：{waiting} 人等待，最长 {longest}</translation>
    </message>
    <message>
      <source>{shown} of {count}</source>
      <translation>{shown} / {count}</translation>
    </message>
    <message>
      <source>{state}, {count} tickets</source>
      <translation>{state},{count} 张工单</translation>
    </message>
    <message>
      <source>{step}: done</source>
      <translation>{step}：已完成</translation>
    </message>
    <message>
      <source>{step}: now</source>
      <translation>{step}：当前</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>剩 {time}</translation>
    </message>
    <message>
      <source>{time} overdue</source>
      <translation>超时 {time}</translation>
    </message>
    <message>
      <source>{way}: he is sent messages again.</source>
      <translation>{way}：已恢复发送。</translation>
    </message>
    <message>
      <source>{way}: he is sent nothing any more.</source>
      <translation>{way}：不再向该客户发送。</translation>
    </message>
    <message>
      <source>{what} in {count} days</source>
      <translation>最近 {count} 天内{what}</translation>
    </message>
    <message>
      <source>{when} · waited {waited} · talked {talked}</source>
      <translation>{when} · 等待 {waited} · 通话 {talked}</translation>
    </message>
    <message>
      <source>{where}: {action}. Choose others.</source>
      <translation>“{where}”中已用于：{action}。请换一个。</translation>
    </message>
    <message>
      <source>{who} gave it to you: {why}</source>
      <translation>{who}分派给您：{why}</translation>
    </message>
    <message>
      <source>{who} saved these fields while you were writing. Choose for each which value stays; what only one of you has changed is kept anyway.</source>
      <translation>您填写期间，{who}保存了这些内容。请逐项选择保留哪一个；只有一方修改的内容都会保留。</translation>
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
      <source>{who}, {when}</source>
      <translation>{who} · {when}</translation>
    </message>
    <message>
      <source>{word}. Click for figures.</source>
      <translation>{word}。点击查看数据。</translation>
    </message>
    <message>
      <source>{year}/{month}/{day}</source>
      <translation>{year}年{month}月{day}日</translation>
    </message>
    <message>
      <source>“{name}” is deleted for good. The history keeps its name and who deleted it.</source>
      <translation>“{name}”将被永久删除，历史记录保留文件名和删除人。</translation>
    </message>
    <message>
      <source>“{name}” itself stays as it is; only the link goes. The history keeps it.</source>
      <translation>只取消关联，“{name}”本身不变，历史记录会保留。</translation>
    </message>
    <message>
      <source>↑ ↓ choose   ·   Enter does it   ·   Esc closes</source>
      <translation>↑ ↓ 选择   ·   Enter 执行   ·   Esc 关闭</translation>
    </message>
  </context>
</TS>
