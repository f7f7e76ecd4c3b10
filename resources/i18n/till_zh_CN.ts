<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>till</name>
    <message>
        <source>Online</source>
        <translation>已联网</translation>
    </message>
    <message>
        <source>Slow line</source>
        <translation>网络较慢</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>已断网</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Amount fixed</source>
        <translation>金额已锁定</translation>
    </message>
    <message>
        <source>Key the amount, then take.</source>
        <translation>输入金额，再收款。</translation>
    </message>
    <message>
        <source>Fixed until this sale is done.</source>
        <translation>本笔完成前金额不变。</translation>
    </message>
    <message>
        <source>For this sale</source>
        <translation>本笔金额</translation>
    </message>
    <message>
        <source>The code cannot be charged twice.</source>
        <translation>同一付款码不会重复扣款。</translation>
    </message>
    <message>
        <source>{sum_minor} kept. Key the next amount.</source>
        <translation>已记 {sum_minor}，请输入下一笔。</translation>
    </message>
    <message>
        <source>Key an amount above zero.</source>
        <translation>请输入大于零的金额。</translation>
    </message>
    <message>
        <source>Key at most {limit_minor}.</source>
        <translation>最多输入 {limit_minor}。</translation>
    </message>
    <message>
        <source>Decimals here: {decimals} at most.</source>
        <translation>最多 {decimals} 位小数。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Take back the last key</source>
        <translation>退格</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>Number keys</source>
        <translation>数字键盘</translation>
    </message>
    <message>
        <source>Add {amount_minor}</source>
        <translation>加 {amount_minor}</translation>
    </message>
    <message>
        <source>Quick amounts</source>
        <translation>常用金额</translation>
    </message>
    <message>
        <source>Take {amount_minor}</source>
        <translation>收款 {amount_minor}</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>by payment code</source>
        <translation>顾客出示付款码</translation>
    </message>
    <message>
        <source>Waiting for the code</source>
        <translation>等待付款码</translation>
    </message>
    <message>
        <source>The customer holds the phone in front of the camera.</source>
        <translation>请顾客把手机放到摄像头前。</translation>
    </message>
    <message>
        <source>Key the 18 digits below the customer’s code.</source>
        <translation>请输入付款码下方的 18 位数字。</translation>
    </message>
    <message>
        <source>Type the code</source>
        <translation>手动输入付款码</translation>
    </message>
    <message>
        <source>Use points</source>
        <translation>用积分</translation>
    </message>
    <message>
        <source>No points</source>
        <translation>不用积分</translation>
    </message>
    <message>
        <source>The code shows the price first: then choose how many points.</source>
        <translation>读码后先显示价格，再选用多少积分。</translation>
    </message>
    <message>
        <source>Asking for the price…</source>
        <translation>正在询价…</translation>
    </message>
    <message>
        <source>No price came</source>
        <translation>没有得到价格</translation>
    </message>
    <message>
        <source>Nothing is taken yet.</source>
        <translation>尚未扣款。</translation>
    </message>
    <message>
        <source>{count} points. Key how many to use.</source>
        <translation>共 {count} 积分，请输入要用的数量。</translation>
    </message>
    <message>
        <source>No points to use for this sale.</source>
        <translation>这笔没有可用的积分。</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>消费</translation>
    </message>
    <message>
        <source>{tier} discount</source>
        <translation>{tier}折扣</translation>
    </message>
    <message>
        <source>{count} points used</source>
        <translation>用 {count} 积分</translation>
    </message>
    <message>
        <source>From the account</source>
        <translation>从账户收</translation>
    </message>
    <message>
        <source>−{count}</source>
        <translation>−{count}</translation>
    </message>
    <message>
        <source>+{count}</source>
        <translation>+{count}</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>全部 {count}</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>到店</translation>
    </message>
    <message>
        <source>The visit is noted, nothing is paid.</source>
        <translation>只记到店，不收款。</translation>
    </message>
    <message>
        <source>Noting the visit…</source>
        <translation>正在记录…</translation>
    </message>
    <message>
        <source>Visit noted</source>
        <translation>已记到店</translation>
    </message>
    <message>
        <source>Nothing was paid.</source>
        <translation>没有收款。</translation>
    </message>
    <message>
        <source>Visit not noted</source>
        <translation>未记到店</translation>
    </message>
    <message>
        <source>We don’t know if it was noted</source>
        <translation>不知道是否已记</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Another code</source>
        <translation>换一个码</translation>
    </message>
    <message>
        <source>Change the amount</source>
        <translation>修改金额</translation>
    </message>
    <message>
        <source>Payment code</source>
        <translation>付款码</translation>
    </message>
    <message>
        <source>Use this code</source>
        <translation>使用此付款码</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Code read</source>
        <translation>付款码已读取</translation>
    </message>
    <message>
        <source>Asking {platform}…</source>
        <translation>正在询问{platform}…</translation>
    </message>
    <message>
        <source>Money moved</source>
        <translation>款项到账</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Usually under 2 seconds. The customer can put the phone away.</source>
        <translation>通常不到 2 秒。顾客可以收起手机。</translation>
    </message>
    <message>
        <source>Stop this sale</source>
        <translation>停止本笔收款</translation>
    </message>
    <message>
        <source>Stopping this sale…</source>
        <translation>正在停止本笔收款…</translation>
    </message>
    <message>
        <source>If the money moved, it goes back to the account.</source>
        <translation>如果已经扣款，会退回顾客账户。</translation>
    </message>
    <message>
        <source>Asking the platform</source>
        <translation>询问平台</translation>
    </message>
    <message>
        <source>Customer confirms on the phone</source>
        <translation>请顾客在手机上确认</translation>
    </message>
    <message>
        <source>The phone shows {amount_minor} and the shop’s name. Nothing is taken without a yes.</source>
        <translation>手机上显示 {amount_minor} 和店名。顾客同意后才会扣款。</translation>
    </message>
    <message>
        <source>left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>“Please confirm
on your phone.”</source>
        <translation>“请在手机上
确认付款。”</translation>
    </message>
    <message>
        <source>If no answer comes, the sale ends by itself.</source>
        <translation>如无回应，本笔会自动结束。</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已收</translation>
    </message>
    <message>
        <source>{at} · receipt {number}</source>
        <translation>{at} · 小票 {number}</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>顾客</translation>
    </message>
    <message>
        <source>Balance after</source>
        <translation>付款后余额</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Show receipt</source>
        <translation>显示小票</translation>
    </message>
    <message>
        <source>No receipt</source>
        <translation>不要小票</translation>
    </message>
    <message>
        <source>Close receipt</source>
        <translation>关闭小票</translation>
    </message>
    <message>
        <source>Next sale</source>
        <translation>下一笔</translation>
    </message>
    <message>
        <source>Back to selling in {left}, or just type the next amount</source>
        <translation>{left}后返回收款，也可直接输入下一笔金额</translation>
    </message>
    <message>
        <source>Type the next amount, or press Enter</source>
        <translation>可直接输入下一笔金额，或按 Enter</translation>
    </message>
    <message>
        <source>Take {cash_minor} in cash</source>
        <translation>请收现金 {cash_minor}</translation>
    </message>
    <message>
        <source>The account paid {amount_minor} of {whole_minor}.</source>
        <translation>账户已付 {amount_minor}，共 {whole_minor}。</translation>
    </message>
    <message>
        <source>Receipt on screen</source>
        <translation>屏幕小票</translation>
    </message>
    <message>
        <source>{whole_minor} less {off_minor} for {tier}</source>
        <translation>{whole_minor}，{tier}减{off_minor}</translation>
    </message>
    <message>
        <source>{whole_minor} less {off_minor}, {points} points used</source>
        <translation>{whole_minor}，减{off_minor}，用{points}积分</translation>
    </message>
    <message>
        <source>{bonus_minor} of it bonus, {left_minor} bonus left</source>
        <translation>其中赠送金 {bonus_minor}，还剩赠送金 {left_minor}</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>+{earned} → {after}</source>
        <translation>+{earned} → {after}</translation>
    </message>
    <message>
        <source>now {tier}</source>
        <translation>现为{tier}</translation>
    </message>
    <message>
        <source>{tier}</source>
        <translation>{tier}</translation>
    </message>
    <message>
        <source>{name} just became a member</source>
        <translation>{name}刚成为会员</translation>
    </message>
    <message>
        <source>{name} just became a {tier} member</source>
        <translation>{name}刚升为{tier}</translation>
    </message>
    <message>
        <source>{name} is now {tier}</source>
        <translation>{name}现为{tier}</translation>
    </message>
    <message>
        <source>{name} is no longer a member</source>
        <translation>{name}不再是会员</translation>
    </message>
    <message>
        <source>{percent} % off from the next visit. Tell them!</source>
        <translation>下次起减{percent} %，请告诉顾客！</translation>
    </message>
    <message>
        <source>{off_minor} off from the next visit. Tell them!</source>
        <translation>下次起减{off_minor}，请告诉顾客！</translation>
    </message>
    <message>
        <source>Hand over: {gift}</source>
        <translation>请送上：{gift}</translation>
    </message>
    <message>
        <source>Tell them!</source>
        <translation>请告诉顾客！</translation>
    </message>
    <message>
        <source>Money and points stay.</source>
        <translation>余额和积分都保留。</translation>
    </message>
    <message>
        <source>This till is switched off</source>
        <translation>本收银台已停用</translation>
    </message>
    <message>
        <source>The platform has suspended it.</source>
        <translation>平台已暂停使用本收银台。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask the manager.</source>
        <translation>没有扣款。请联系店长。</translation>
    </message>
    <message>
        <source>This sale was closed</source>
        <translation>本笔收款已关闭</translation>
    </message>
    <message>
        <source>It was stopped before the code arrived.</source>
        <translation>付款码送达之前，本笔已被停止。</translation>
    </message>
    <message>
        <source>Nothing was taken. Start the sale again.</source>
        <translation>没有扣款。请重新收款。</translation>
    </message>
    <message>
        <source>Not a payment code</source>
        <translation>这不是付款码</translation>
    </message>
    <message>
        <source>The till read something else.</source>
        <translation>收银台读到的是别的内容。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask for the code in the wallet.</source>
        <translation>没有扣款。请顾客打开钱包里的付款码。</translation>
    </message>
    <message>
        <source>This code was used here</source>
        <translation>此付款码已在本机使用</translation>
    </message>
    <message>
        <source>A code works once.</source>
        <translation>每个付款码只能使用一次。</translation>
    </message>
    <message>
        <source>Nothing more was taken. Ask for a new code.</source>
        <translation>没有再次扣款。请顾客换一个新的付款码。</translation>
    </message>
    <message>
        <source>This code can’t be used</source>
        <translation>此付款码不能使用</translation>
    </message>
    <message>
        <source>It may be too old, or used already.</source>
        <translation>可能已过期，或已被使用。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask the customer to renew the code.</source>
        <translation>没有扣款。请顾客刷新付款码。</translation>
    </message>
    <message>
        <source>No account for this shop</source>
        <translation>没有本店的账户</translation>
    </message>
    <message>
        <source>The customer’s prepaid money is for other shops.</source>
        <translation>顾客的预付款不能在本店使用。</translation>
    </message>
    <message>
        <source>Nothing was taken. Take cash, or another code.</source>
        <translation>没有扣款。请收现金，或换一个付款码。</translation>
    </message>
    <message>
        <source>The account has another currency</source>
        <translation>账户币种不同</translation>
    </message>
    <message>
        <source>This till takes another currency than the account holds.</source>
        <translation>账户的币种与本收银台不同。</translation>
    </message>
    <message>
        <source>Too much for this code</source>
        <translation>超过此付款码的限额</translation>
    </message>
    <message>
        <source>This code pays at most {limit_minor}.</source>
        <translation>此付款码最多支付 {limit_minor}。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask for a code with a higher limit.</source>
        <translation>没有扣款。请顾客换一个限额更高的付款码。</translation>
    </message>
    <message>
        <source>Too much for one payment</source>
        <translation>超过单笔限额</translation>
    </message>
    <message>
        <source>One payment is at most {limit_minor}.</source>
        <translation>单笔最多 {limit_minor}。</translation>
    </message>
    <message>
        <source>Nothing was taken. Change the amount.</source>
        <translation>没有扣款。请修改金额。</translation>
    </message>
    <message>
        <source>The points have changed</source>
        <translation>积分已变动</translation>
    </message>
    <message>
        <source>They were spent meanwhile.</source>
        <translation>积分刚刚被用掉了。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask for a new code and look again.</source>
        <translation>没有扣款。请顾客刷新付款码再看一次。</translation>
    </message>
    <message>
        <source>Not enough in the account</source>
        <translation>余额不足</translation>
    </message>
    <message>
        <source>{name} has {available_minor} of {amount_minor}</source>
        <translation>{name} 有 {available_minor}，应付 {amount_minor}</translation>
    </message>
    <message>
        <source>Nothing is taken until you choose.</source>
        <translation>选择之前不会扣款。</translation>
    </message>
    <message>
        <source>The customer said no</source>
        <translation>顾客没有同意</translation>
    </message>
    <message>
        <source>They turned it down on the phone.</source>
        <translation>顾客在手机上拒绝了付款。</translation>
    </message>
    <message>
        <source>Nothing was taken.</source>
        <translation>没有扣款。</translation>
    </message>
    <message>
        <source>The customer didn’t answer</source>
        <translation>顾客没有回应</translation>
    </message>
    <message>
        <source>The time to confirm is over.</source>
        <translation>确认时间已过。</translation>
    </message>
    <message>
        <source>Nothing was taken. Ask for a new code.</source>
        <translation>没有扣款。请顾客换一个新的付款码。</translation>
    </message>
    <message>
        <source>No connection to the platform</source>
        <translation>无法连接平台</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>没有发出任何请求。</translation>
    </message>
    <message>
        <source>Nothing was taken. Check the network, or take cash.</source>
        <translation>没有扣款。请检查网络，或收现金。</translation>
    </message>
    <message>
        <source>The till stumbled</source>
        <translation>收银台出了问题</translation>
    </message>
    <message>
        <source>This is our mistake, not yours.</source>
        <translation>这是我们的问题，不是您的操作。</translation>
    </message>
    <message>
        <source>Tell support this number: {request_id}</source>
        <translation>请把此编号告诉客服：{request_id}</translation>
    </message>
    <message>
        <source>Sale stopped</source>
        <translation>已停止收款</translation>
    </message>
    <message>
        <source>It was stopped before any money moved.</source>
        <translation>扣款之前已经停止。</translation>
    </message>
    <message>
        <source>Stopped, money given back</source>
        <translation>已停止，款项已退回</translation>
    </message>
    <message>
        <source>It had been paid. {amount_minor} went back to the account.</source>
        <translation>此前已付款，{amount_minor} 已退回顾客账户。</translation>
    </message>
    <message>
        <source>Tell the customer the money is back.</source>
        <translation>请告诉顾客，款项已经退回。</translation>
    </message>
    <message>
        <source>{available_minor} in the account</source>
        <translation>账户有 {available_minor}</translation>
    </message>
    <message>
        <source>{rest_minor} to go</source>
        <translation>还差 {rest_minor}</translation>
    </message>
    <message>
        <source>Take {available_minor}, rest {rest_minor} in cash</source>
        <translation>收 {available_minor}，其余 {rest_minor} 收现金</translation>
    </message>
    <message>
        <source>Ask for another code</source>
        <translation>换一个付款码</translation>
    </message>
    <message>
        <source>Back to the amount</source>
        <translation>返回金额</translation>
    </message>
    <message>
        <source>The till can’t write</source>
        <translation>收银台无法写入</translation>
    </message>
    <message>
        <source>The disk is full or failing, so nothing was sent.</source>
        <translation>磁盘已满或有故障，因此没有发出请求。</translation>
    </message>
    <message>
        <source>Nothing was taken. Call whoever looks after the till.</source>
        <translation>没有扣款。请联系维护收银台的人。</translation>
    </message>
    <message>
        <source>We don’t know yet if it was paid</source>
        <translation>正在确认是否已付款</translation>
    </message>
    <message>
        <source>The line is slow. The till asks again every 3 seconds
and shows the answer here by itself.</source>
        <translation>网络较慢。收银台每 3 秒询问一次，
结果会自动显示在这里。</translation>
    </message>
    <message>
        <source>The sale is being stopped. If it was paid,
the money goes back to the account.</source>
        <translation>正在停止本笔收款。如果已经扣款，
款项会退回顾客账户。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>已等待</translation>
    </message>
    <message>
        <source>Asked once</source>
        <translation>已询问 1 次</translation>
    </message>
    <message>
        <source>Asked {count} times</source>
        <translation>已询问 {count} 次</translation>
    </message>
    <message>
        <source>Next in {seconds} s</source>
        <translation>{seconds} 秒后再问</translation>
    </message>
    <message>
        <source>Tell the customer</source>
        <translation>请对顾客说</translation>
    </message>
    <message>
        <source>“One moment please.
You will not pay twice.”</source>
        <translation>“请稍等，
不会重复扣款。”</translation>
    </message>
    <message>
        <source>Hand over the goods only when it turns green.</source>
        <translation>变成绿色后再交付商品。</translation>
    </message>
    <message>
        <source>Set aside, serve the next</source>
        <translation>先放一边，接待下一位</translation>
    </message>
    <message>
        <source>Stop and give back</source>
        <translation>停止并退款</translation>
    </message>
    <message>
        <source>Customer holds the code in the frame</source>
        <translation>请顾客把付款码放进框内</translation>
    </message>
    <message>
        <source>Code seen. Press Enter to take.</source>
        <translation>已看到付款码，按 Enter 收款。</translation>
    </message>
    <message>
        <source>Code read. Amount is fixed.</source>
        <translation>付款码已读取，金额已锁定。</translation>
    </message>
    <message>
        <source>Ready for the next code</source>
        <translation>可以扫下一个付款码</translation>
    </message>
    <message>
        <source>Code is fine. The account is short.</source>
        <translation>付款码有效，余额不足。</translation>
    </message>
    <message>
        <source>Camera waits for the answer</source>
        <translation>摄像头等待结果</translation>
    </message>
    <message>
        <source>No camera. Type or scan the code.</source>
        <translation>没有摄像头，请输入或用扫码枪。</translation>
    </message>
    <message>
        <source>Camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>Another program has the camera.</source>
        <translation>摄像头正被另一个程序使用。</translation>
    </message>
    <message>
        <source>The camera is not allowed here.</source>
        <translation>这里不允许使用摄像头。</translation>
    </message>
    <message>
        <source>Camera is gone. Check the cable.</source>
        <translation>摄像头断开，请检查连线。</translation>
    </message>
    <message>
        <source>Hold it still, a bit closer</source>
        <translation>请拿稳，再靠近一点</translation>
    </message>
    <message>
        <source>Too dark. Turn the phone brighter.</source>
        <translation>太暗，请把手机调亮。</translation>
    </message>
    <message>
        <source>Or switch on the lamp at the till.</source>
        <translation>或打开收银台的灯。</translation>
    </message>
    <message>
        <source>Glare. Tilt the phone a little.</source>
        <translation>反光，请把手机稍微斜一点。</translation>
    </message>
    <message>
        <source>Away from the ceiling light.</source>
        <translation>避开上方的灯光。</translation>
    </message>
    <message>
        <source>Blurred. Hold it a little further off.</source>
        <translation>不清楚，请把手机拿远一点。</translation>
    </message>
    <message>
        <source>A hand’s width from the camera.</source>
        <translation>离摄像头一手宽。</translation>
    </message>
    <message>
        <source>Too far. Bring the phone closer.</source>
        <translation>太远，请把手机拿近一点。</translation>
    </message>
    <message>
        <source>About {times} times closer.</source>
        <translation>距离约为现在的 1/{times}。</translation>
    </message>
    <message>
        <source>Moving. Hold the phone still.</source>
        <translation>手机在动，请拿住不动。</translation>
    </message>
    <message>
        <source>One second is enough.</source>
        <translation>一秒就够了。</translation>
    </message>
    <message>
        <source>The screen is dim. Turn it brighter.</source>
        <translation>手机屏幕太暗，请调亮。</translation>
    </message>
    <message>
        <source>The till can’t see the code on it.</source>
        <translation>收银机看不到付款码。</translation>
    </message>
    <message>
        <source>Cut off. Move it into the frame.</source>
        <translation>付款码不全，请移到框内。</translation>
    </message>
    <message>
        <source>The whole code must be seen.</source>
        <translation>要看到整个付款码。</translation>
    </message>
    <message>
        <source>The left of it is missing.</source>
        <translation>左边不在画面内。</translation>
    </message>
    <message>
        <source>The right of it is missing.</source>
        <translation>右边不在画面内。</translation>
    </message>
    <message>
        <source>The top of it is missing.</source>
        <translation>上边不在画面内。</translation>
    </message>
    <message>
        <source>The bottom of it is missing.</source>
        <translation>下边不在画面内。</translation>
    </message>
    <message>
        <source>A web link, not a payment code</source>
        <translation>这是网页链接，不是付款码</translation>
    </message>
    <message>
        <source>A shop’s code, not the customer’s</source>
        <translation>这是商家码，不是顾客的付款码</translation>
    </message>
    <message>
        <source>An Alipay code. Not taken here.</source>
        <translation>这是支付宝付款码，本店不能使用</translation>
    </message>
    <message>
        <source>A WeChat code. Not taken here.</source>
        <translation>这是微信付款码，本店不能使用</translation>
    </message>
    <message>
        <source>A UnionPay code. Not taken here.</source>
        <translation>这是银联付款码，本店不能使用</translation>
    </message>
    <message>
        <source>Another wallet’s code. Not taken here.</source>
        <translation>这是其他钱包的付款码，本店不能使用</translation>
    </message>
    <message>
        <source>A bank transfer, not a payment code</source>
        <translation>这是转账码，不是付款码</translation>
    </message>
    <message>
        <source>A product’s code, not a payment code</source>
        <translation>这是商品条码，不是付款码</translation>
    </message>
    <message>
        <source>A Wi-Fi code, not a payment code</source>
        <translation>这是 Wi-Fi 码，不是付款码</translation>
    </message>
    <message>
        <source>A contact card, not a payment code</source>
        <translation>这是名片码，不是付款码</translation>
    </message>
    <message>
        <source>Another code. Ask for the wallet’s.</source>
        <translation>这是别的码，请出示钱包付款码</translation>
    </message>
    <message>
        <source>Not read well. Hold the code still.</source>
        <translation>没有读清，请拿稳付款码</translation>
    </message>
    <message>
        <source>+ {cash_minor} cash</source>
        <translation>现金 {cash_minor}</translation>
    </message>
    <message>
        <source>given back</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>{amount_minor} back</source>
        <translation>已退 {amount_minor}</translation>
    </message>
    <message>
        <source>asking…</source>
        <translation>确认中…</translation>
    </message>
    <message>
        <source>not paid</source>
        <translation>未付款</translation>
    </message>
    <message>
        <source>Paid after all: {amount_minor}, {name}</source>
        <translation>已确认到账：{amount_minor}，{name}</translation>
    </message>
    <message>
        <source>Not paid: {amount_minor}. Nothing was taken.</source>
        <translation>未付款：{amount_minor}，没有扣款。</translation>
    </message>
    <message>
        <source>{amount_minor} given back to {name}</source>
        <translation>{amount_minor} 已退给{name}</translation>
    </message>
    <message>
        <source>{amount_minor} went back to the account</source>
        <translation>{amount_minor} 已退回顾客账户</translation>
    </message>
    <message>
        <source>Stopping. What was paid goes back.</source>
        <translation>正在停止。如已扣款会退回。</translation>
    </message>
    <message>
        <source>No keyring here. The till’s key is in a file.</source>
        <translation>本机没有密钥环，收银台密钥存于文件。</translation>
    </message>
    <message>
        <source>That PIN is not right. Key it again.</source>
        <translation>PIN 不对，请重新输入。</translation>
    </message>
    <message>
        <source>Wait {seconds} s, then key the PIN again.</source>
        <translation>请等 {seconds} 秒后再输入 PIN。</translation>
    </message>
    <message>
        <source>No connection. Nothing was given back.</source>
        <translation>没有网络，没有退款。</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>Not known yet. The till asks again.</source>
        <translation>还不确定，收银台会继续询问。</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>{count} sale · {total_minor}</source>
        <translation>{count} 笔 · {total_minor}</translation>
    </message>
    <message>
        <source>{count} sales · {total_minor}</source>
        <translation>{count} 笔 · {total_minor}</translation>
    </message>
    <message>
        <source>{count} asking</source>
        <translation>{count} 笔确认中</translation>
    </message>
    <message>
        <source>No sales yet</source>
        <translation>还没有收款</translation>
    </message>
    <message>
        <source>Each payment shows up here by itself.</source>
        <translation>每笔收款都会自动显示在这里。</translation>
    </message>
    <message>
        <source>Give money back</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Still being asked</source>
        <translation>仍在确认</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>rest in cash</source>
        <translation>其余现金</translation>
    </message>
    <message>
        <source>asking</source>
        <translation>确认中</translation>
    </message>
    <message>
        <source>Give {amount_minor} back to {name}?</source>
        <translation>把 {amount_minor} 退给{name}？</translation>
    </message>
    <message>
        <source>Give {amount_minor} back?</source>
        <translation>退款 {amount_minor}？</translation>
    </message>
    <message>
        <source>It goes to the account at once.</source>
        <translation>立即退回顾客账户。</translation>
    </message>
    <message>
        <source>Amount to give back</source>
        <translation>退款金额</translation>
    </message>
    <message>
        <source>Who approves</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>No</source>
        <translation>不退</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Giving back…</source>
        <translation>正在退款…</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>摄像头画面</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>没有摄像头</translation>
    </message>
    <message>
        <source>Camera is starting</source>
        <translation>摄像头正在启动</translation>
    </message>
    <message>
        <source>In use by another program</source>
        <translation>正被另一个程序使用</translation>
    </message>
    <message>
        <source>Not allowed for this user</source>
        <translation>此用户不可使用</translation>
    </message>
    <message>
        <source>Camera is gone</source>
        <translation>摄像头已断开</translation>
    </message>
    <message>
        <source>Demo phone</source>
        <translation>演示手机</translation>
    </message>
    <message>
        <source>Balance {balance_minor}</source>
        <translation>余额 {balance_minor}</translation>
    </message>
    <message>
        <source>New code in {seconds} s</source>
        <translation>{seconds} 秒后换新码</translation>
    </message>
    <message>
        <source>Getting a new code…</source>
        <translation>正在获取新码…</translation>
    </message>
    <message>
        <source>Works once.</source>
        <translation>只能使用一次。</translation>
    </message>
    <message>
        <source>Works once. Up to {limit_minor}.</source>
        <translation>只能使用一次，最多 {limit_minor}。</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>换新码</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>还没有消息</translation>
    </message>
    <message>
        <source>Pay {amount_minor} to {shop}?</source>
        <translation>向{shop}付款 {amount_minor}？</translation>
    </message>
    <message>
        <source>Nothing is paid without your yes. {seconds} s left.</source>
        <translation>您同意后才会付款。还剩 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Pay {amount_minor}</source>
        <translation>付款 {amount_minor}</translation>
    </message>
    <message>
        <source>Don’t pay</source>
        <translation>不付</translation>
    </message>
    <message>
        <source>Top up {amount_minor}</source>
        <translation>充值 {amount_minor}</translation>
    </message>
    <message>
        <source>No code just now</source>
        <translation>暂时没有付款码</translation>
    </message>
    <message>
        <source>The phone has no connection.</source>
        <translation>手机没有网络。</translation>
    </message>
    <message>
        <source>Account opened: {programme}</source>
        <translation>已开户：{programme}</translation>
    </message>
    <message>
        <source>Topped up {amount_minor}</source>
        <translation>已充值 {amount_minor}</translation>
    </message>
    <message>
        <source>Paid {amount_minor} to {merchant}</source>
        <translation>向{merchant}付款 {amount_minor}</translation>
    </message>
    <message>
        <source>Asked to pay {amount_minor} to {merchant}</source>
        <translation>{merchant}请您付款 {amount_minor}</translation>
    </message>
    <message>
        <source>{amount_minor} back from {merchant}</source>
        <translation>{merchant}退回 {amount_minor}</translation>
    </message>
    <message>
        <source>Only {balance_minor} left</source>
        <translation>余额仅剩 {balance_minor}</translation>
    </message>
    <message>
        <source>Moved here with {balance_minor}</source>
        <translation>已转入，余额 {balance_minor}</translation>
    </message>
    <message>
        <source>{amount_minor} lapses soon</source>
        <translation>{amount_minor} 即将到期</translation>
    </message>
    <message>
        <source>Top-up of {amount_minor} didn’t go through</source>
        <translation>充值 {amount_minor} 未成功</translation>
    </message>
    <message>
        <source>{amount_minor} of a top-up went back</source>
        <translation>充值款 {amount_minor} 已退回</translation>
    </message>
    <message>
        <source>{amount_minor} could not go back: it is in the account</source>
        <translation>{amount_minor} 无法退回，仍在账户内</translation>
    </message>
    <message>
        <source>{from} gives you {amount_minor}</source>
        <translation>{from}送你 {amount_minor}</translation>
    </message>
    <message>
        <source>{amount_minor} offered to {to}</source>
        <translation>已送给{to} {amount_minor}</translation>
    </message>
    <message>
        <source>{amount_minor} from {from} accepted</source>
        <translation>已收下{from}的 {amount_minor}</translation>
    </message>
    <message>
        <source>{to} accepted {amount_minor}</source>
        <translation>{to}已收下 {amount_minor}</translation>
    </message>
    <message>
        <source>{amount_minor} for {to} came back</source>
        <translation>给{to}的 {amount_minor} 已退回</translation>
    </message>
    <message>
        <source>The {amount_minor} from {from} went back</source>
        <translation>{from}的 {amount_minor} 已退回</translation>
    </message>
    <message>
        <source>{taken_back_minor} from {from} went back</source>
        <translation>{from}的 {taken_back_minor} 已收回</translation>
    </message>
    <message>
        <source>{taken_back_minor} of a gift to {to} came back</source>
        <translation>给{to}的 {taken_back_minor} 已退回</translation>
    </message>
    <message>
        <source>{amount_minor} expired</source>
        <translation>{amount_minor} 已过期</translation>
    </message>
    <message>
        <source>Account frozen</source>
        <translation>账户已停用</translation>
    </message>
    <message>
        <source>Account open again</source>
        <translation>账户已恢复</translation>
    </message>
    <message>
        <source>Account moved: {programme}</source>
        <translation>账户已转移：{programme}</translation>
    </message>
    <message>
        <source>Account closed, {amount_minor} paid back</source>
        <translation>账户已关闭，退回 {amount_minor}</translation>
    </message>
    <message>
        <source>Now a {tier} member at {merchant}</source>
        <translation>您已成为{merchant}的{tier}</translation>
    </message>
    <message>
        <source>Raised to {tier} at {merchant}</source>
        <translation>您在{merchant}升为{tier}</translation>
    </message>
    <message>
        <source>Now {tier} at {merchant}</source>
        <translation>您在{merchant}现为{tier}</translation>
    </message>
    <message>
        <source>No longer a member at {merchant}</source>
        <translation>您不再是{merchant}的会员</translation>
    </message>
    <message>
        <source>{points} points at {merchant} expired</source>
        <translation>您在{merchant}的{points}积分已过期</translation>
    </message>
    <message>
        <source>{merchant}: {text}</source>
        <translation>{merchant}：{text}</translation>
    </message>
    <message>
        <source>The till can’t start</source>
        <translation>收银台无法启动</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Unanswered sales could not be read. Check Today.</source>
        <translation>未确认的交易无法读取，请核对今天的记录。</translation>
    </message>
    <message>
        <source>Code seen. Key the amount.</source>
        <translation>已看到付款码，请输入金额。</translation>
    </message>
</context>
</TS>
