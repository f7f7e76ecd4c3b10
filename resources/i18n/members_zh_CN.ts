<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>members</name>
    <message>
        <source>Name or handle</source>
        <translation>名字或账号</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>会员</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>全部 {count}</translation>
    </message>
    <message>
        <source>New {count}</source>
        <translation>新 {count}</translation>
    </message>
    <message>
        <source>Slipping {count}</source>
        <translation>将降级 {count}</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 积分</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>In {count} days</source>
        <translation>{count} 天内</translation>
    </message>
    <message>
        <source>Member since {day}</source>
        <translation>{day}入会</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>还没来过</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>发消息</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出 CSV</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Bought by day, last {count} days: {amount_minor} in {times}</source>
        <translation>最近 {count} 天每日消费：{times} 次共 {amount_minor}</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} 积分</translation>
    </message>
    <message>
        <source>Rule {number}</source>
        <translation>规则 {number}</translation>
    </message>
    <message>
        <source>Why {tier}?</source>
        <translation>为什么是 {tier}？</translation>
    </message>
    <message>
        <source>Why no member?</source>
        <translation>为什么不是会员？</translation>
    </message>
    <message>
        <source>{have} of {wanted}: {what}</source>
        <translation>{have}/{wanted}：{what}</translation>
    </message>
    <message>
        <source>{count} records</source>
        <translation>{count} 条记录</translation>
    </message>
    <message>
        <source>Next step: {tier}</source>
        <translation>下一级：{tier}</translation>
    </message>
    <message>
        <source>Next step: {tier}, {percent} % off</source>
        <translation>下一级：{tier}，减 {percent} %</translation>
    </message>
    <message>
        <source>Next step: {tier}, {amount_minor} off</source>
        <translation>下一级：{tier}，减 {amount_minor}</translation>
    </message>
    <message>
        <source>{missing} more purchases</source>
        <translation>再消费 {missing} 次</translation>
    </message>
    <message>
        <source>{missing_minor} more spent</source>
        <translation>再消费 {missing_minor}</translation>
    </message>
    <message>
        <source>{missing} more points</source>
        <translation>再得 {missing} 积分</translation>
    </message>
    <message>
        <source>{what} by {day}.</source>
        <translation>{day}前{what}。</translation>
    </message>
    <message>
        <source>At today’s pace: about {pace} by then.</source>
        <translation>按现在的速度，到时约 {pace}。</translation>
    </message>
    <message>
        <source>{have} of {wanted}</source>
        <translation>{have}/{wanted}</translation>
    </message>
    <message>
        <source>Nothing bought: {tier} on {day}</source>
        <translation>不再消费：{day}为 {tier}</translation>
    </message>
    <message>
        <source>Nothing bought: no member on {day}</source>
        <translation>不再消费：{day}不再是会员</translation>
    </message>
    <message>
        <source>The highest tier there is.</source>
        <translation>已是最高一级。</translation>
    </message>
    <message>
        <source>No members yet</source>
        <translation>还没有会员</translation>
    </message>
    <message>
        <source>A rule makes members of people by what they buy.</source>
        <translation>按规则，顾客因消费成为会员。</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try fewer letters, or another filter.</source>
        <translation>请少输几个字，或换一个范围。</translation>
    </message>
    <message>
        <source>Message to {name}</source>
        <translation>给 {name} 的消息</translation>
    </message>
    <message>
        <source>Message to members</source>
        <translation>给会员的消息</translation>
    </message>
    <message>
        <source>Whom it is for</source>
        <translation>发给谁</translation>
    </message>
    <message>
        <source>This member</source>
        <translation>这位会员</translation>
    </message>
    <message>
        <source>All members</source>
        <translation>全部会员</translation>
    </message>
    <message>
        <source>All in {tier}</source>
        <translation>全部{tier}</translation>
    </message>
    <message>
        <source>Not seen for {count} days</source>
        <translation>{count} 天没来的会员</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>消息内容</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>请先写内容。</translation>
    </message>
    <message>
        <source>Who gets it?</source>
        <translation>谁会收到？</translation>
    </message>
    <message>
        <source>Send to {count}</source>
        <translation>发给 {count} 人</translation>
    </message>
    <message>
        <source>{delivered} get it, {muted} muted, {soon} had one today, {gone} left</source>
        <translation>{delivered} 人收到，{muted} 人已静音，{soon} 人今天已收过，{gone} 人已离开</translation>
    </message>
    <message>
        <source>Sent to {count}</source>
        <translation>已发给 {count} 人</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Message sent to {count}</source>
        <translation>消息已发给 {count} 人</translation>
    </message>
    <message>
        <source>Collecting all members…</source>
        <translation>正在收集全部会员…</translation>
    </message>
    <message>
        <source>{count} members in {file}</source>
        <translation>{count} 位会员，文件：{file}</translation>
    </message>
    <message>
        <source>The file could not be written: {why}</source>
        <translation>文件不能写入：{why}</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>消费</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>Topped up</source>
        <translation>充值</translation>
    </message>
    <message>
        <source>Visited</source>
        <translation>到店</translation>
    </message>
    <message>
        <source>Became {tier}</source>
        <translation>成为 {tier}</translation>
    </message>
    <message>
        <source>Raised to {tier}</source>
        <translation>升为 {tier}</translation>
    </message>
    <message>
        <source>Fell to {tier}</source>
        <translation>降为 {tier}</translation>
    </message>
    <message>
        <source>Membership ended</source>
        <translation>会员结束</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>已退出</translation>
    </message>
    <message>
        <source>Said no</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>再次加入</translation>
    </message>
    <message>
        <source>Muted messages</source>
        <translation>不接收消息</translation>
    </message>
    <message>
        <source>Wants messages again</source>
        <translation>再次接收消息</translation>
    </message>
    <message>
        <source>No member</source>
        <translation>不是会员</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>会员</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
</context>
</TS>
