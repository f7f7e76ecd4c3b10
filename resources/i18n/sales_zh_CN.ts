<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>sales</name>
    <message>
        <source>Amount, receipt, name, day or time</source>
        <translation>金额、收据、姓名、日期或时间</translation>
    </message>
    <message>
        <source>Amount, receipt, name or time</source>
        <translation>金额、收据、姓名或时间</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>交易</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Part back</source>
        <translation>部分退</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>已退</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>未付</translation>
    </message>
    <message>
        <source>All tills</source>
        <translation>所有收银台</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>一笔交易</translation>
    </message>
    <message>
        <source>Sale without an answer</source>
        <translation>还没有结果的交易</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>The newest sales come first.</source>
        <translation>最新的交易排在最前。</translation>
    </message>
    <message>
        <source>No sales yet</source>
        <translation>还没有交易</translation>
    </message>
    <message>
        <source>No sales today</source>
        <translation>今天还没有交易</translation>
    </message>
    <message>
        <source>Each sale stands here as soon as it is paid, with its receipt and what can be given back.</source>
        <translation>每笔交易付款后就在这里，带着收据和可退的金额。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Key an amount (12.50), a receipt number, a name, a day (23 Nov) or a time (14:30).</source>
        <translation>请输入金额（12.50）、收据号、姓名、日期（11月23日）或时间（14:30）。</translation>
    </message>
    <message>
        <source>The sales can’t be shown now</source>
        <translation>现在看不到交易</translation>
    </message>
    <message>
        <source>Show all sales</source>
        <translation>显示所有交易</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>part back</source>
        <translation>部分已退</translation>
    </message>
    <message>
        <source>Print a copy</source>
        <translation>打印副本</translation>
    </message>
    <message>
        <source>A copy as PDF</source>
        <translation>副本存为 PDF</translation>
    </message>
    <message>
        <source>Copy kept: {file}</source>
        <translation>副本已保存：{file}</translation>
    </message>
    <message>
        <source>No copy: {why}</source>
        <translation>没有副本：{why}</translation>
    </message>
    <message>
        <source>How it adds up</source>
        <translation>金额明细</translation>
    </message>
    <message>
        <source>Why it was not paid</source>
        <translation>为什么没有付</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>还不确定</translation>
    </message>
    <message>
        <source>The till asks again by itself until the answer is there. Take no second payment for it meanwhile.</source>
        <translation>收银台会自己再问，直到有结果。在此之前请不要为它再收一次款。</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>{tier} discount</source>
        <translation>{tier}折扣</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>{points} points used</source>
        <translation>用了 {points} 积分</translation>
    </message>
    <message>
        <source>In cash</source>
        <translation>现金</translation>
    </message>
    <message>
        <source>By payment code</source>
        <translation>付款码</translation>
    </message>
    <message>
        <source>Of it bonus</source>
        <translation>其中赠款</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>还剩</translation>
    </message>
    <message>
        <source>Stopped, the money went back</source>
        <translation>已停止，钱已退回</translation>
    </message>
    <message>
        <source>Became {tier}</source>
        <translation>成为{tier}</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} 积分</translation>
    </message>
    <message>
        <source>by this sale</source>
        <translation>因这笔交易</translation>
    </message>
    <message>
        <source>{till}</source>
        <translation>{till}</translation>
    </message>
    <message>
        <source>{till}, {who}</source>
        <translation>{till}，{who}</translation>
    </message>
</context>
</TS>
