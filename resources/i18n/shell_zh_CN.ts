<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>shell</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>交易</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>会员</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>结算</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Tills</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Programmes</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Merchants</source>
        <translation>商户</translation>
    </message>
    <message>
        <source>Payouts</source>
        <translation>打款</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>对账</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>{page} (Ctrl {number})</source>
        <translation>{page}（Ctrl {number}）</translation>
    </message>
    <message>
        <source>No connection to the platform.</source>
        <translation>连不上平台。</translation>
    </message>
    <message>
        <source>No answer yet. Ask again.</source>
        <translation>还没有回答。请再查一次。</translation>
    </message>
    <message>
        <source>The till stumbled. This is our mistake.</source>
        <translation>收银台出了差错，是我们的问题。</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>This needs somebody with more rights.</source>
        <translation>这需要权限更高的人。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再查一次</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在查询…</translation>
    </message>
</context>
</TS>
