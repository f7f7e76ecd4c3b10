<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>settlement</name>
    <message>
        <source>Batches</source>
        <translation>结算批次</translation>
    </message>
    <message>
        <source>{count} sales</source>
        <translation>{count} 笔</translation>
    </message>
    <message>
        <source>{count}</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>来自 {day}</translation>
    </message>
    <message>
        <source>goes on to the next</source>
        <translation>转入下一批</translation>
    </message>
    <message>
        <source>Older ones</source>
        <translation>更早的</translation>
    </message>
    <message>
        <source>In work</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>待付款</translation>
    </message>
    <message>
        <source>Carried</source>
        <translation>已结转</translation>
    </message>
    <message>
        <source>Paid out</source>
        <translation>已付款</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Paid again</source>
        <translation>已重新付款</translation>
    </message>
    <message>
        <source>Gross</source>
        <translation>总额</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>手续费</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>Cash top-ups</source>
        <translation>现金充值</translation>
    </message>
    <message>
        <source>Bonus promised</source>
        <translation>加送</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Carry</source>
        <translation>结转</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>净额</translation>
    </message>
    <message>
        <source>{rest} left over</source>
        <translation>余 {rest}</translation>
    </message>
    <message>
        <source>exact {exact_e4}</source>
        <translation>精确值 {exact_e4}</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>按小时</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>按日</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>应付顾客</translation>
    </message>
    <message>
        <source>Lapsed</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>Owed to customers now</source>
        <translation>目前应付顾客</translation>
    </message>
    <message>
        <source>Best day: the {day}.</source>
        <translation>最多的一天：{day}日</translation>
    </message>
    <message>
        <source>Busiest {hour}:00 – {until}:00</source>
        <translation>最忙 {hour}:00 – {until}:00</translation>
    </message>
    <message>
        <source>Lapsed so far</source>
        <translation>已到期金额</translation>
    </message>
    <message>
        <source>Each cent</source>
        <translation>逐笔明细</translation>
    </message>
    <message>
        <source>{hour}:00 – {until}:00, {count} sales, {gross_minor}</source>
        <translation>{hour}:00 – {until}:00，{count} 笔，{gross_minor}</translation>
    </message>
    <message>
        <source>Sales, {amount_minor}</source>
        <translation>收款，{amount_minor}</translation>
    </message>
    <message>
        <source>Given back, {amount_minor}</source>
        <translation>退款，{amount_minor}</translation>
    </message>
    <message>
        <source>Each one’s fee, {amount_minor} in all</source>
        <translation>每笔手续费，合计 {amount_minor}</translation>
    </message>
    <message>
        <source>Sales with their discounts, {amount_minor}</source>
        <translation>含折扣的收款，{amount_minor}</translation>
    </message>
    <message>
        <source>Cash in the drawer, {amount_minor}</source>
        <translation>钱箱内现金，{amount_minor}</translation>
    </message>
    <message>
        <source>Bonus promised, {amount_minor}</source>
        <translation>赠金，{amount_minor}</translation>
    </message>
    <message>
        <source>Other, {amount_minor}</source>
        <translation>其他，{amount_minor}</translation>
    </message>
    <message>
        <source>Whole day</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Fee, exact</source>
        <translation>手续费</translation>
    </message>
    <message>
        <source>Net, exact</source>
        <translation>净额</translation>
    </message>
    <message>
        <source>code</source>
        <translation>付款码</translation>
    </message>
    <message>
        <source>given back</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>cash top-up</source>
        <translation>现金充值</translation>
    </message>
    <message>
        <source>bonus</source>
        <translation>加送</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Receipt {number}</source>
        <translation>小票 {number}</translation>
    </message>
    <message>
        <source>{debit} → {credit}</source>
        <translation>{debit} → {credit}</translation>
    </message>
    <message>
        <source>Prepaid account {end}</source>
        <translation>预付账户 {end}</translation>
    </message>
    <message>
        <source>Bonus of account {end}</source>
        <translation>账户赠金 {end}</translation>
    </message>
    <message>
        <source>Owed to the shop {end}</source>
        <translation>应付商户 {end}</translation>
    </message>
    <message>
        <source>Gift on its way {end}</source>
        <translation>在途礼金 {end}</translation>
    </message>
    <message>
        <source>Payment provider {end}</source>
        <translation>支付机构 {end}</translation>
    </message>
    <message>
        <source>Platform’s bank {end}</source>
        <translation>平台银行账户 {end}</translation>
    </message>
    <message>
        <source>Platform’s fees {end}</source>
        <translation>平台手续费 {end}</translation>
    </message>
    <message>
        <source>Lapsed money {end}</source>
        <translation>失效资金 {end}</translation>
    </message>
    <message>
        <source>Discounts of the shop {end}</source>
        <translation>商户折扣 {end}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>camt.053</source>
        <translation>camt.053</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Pay out {net_minor}</source>
        <translation>付款 {net_minor}</translation>
    </message>
    <message>
        <source>Paying out…</source>
        <translation>正在付款…</translation>
    </message>
    <message>
        <source>Send {net_minor} to the bank?</source>
        <translation>将 {net_minor} 付到银行？</translation>
    </message>
    <message>
        <source>No</source>
        <translation>不</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Nothing settled yet</source>
        <translation>还没有结算</translation>
    </message>
    <message>
        <source>A batch stands here when a business day is over.</source>
        <translation>营业日结束后，这里会出现结算批次。</translation>
    </message>
    <message>
        <source>Asking the platform…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再查一次</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存到 {file}</translation>
    </message>
    <message>
        <source>{name} could not be saved</source>
        <translation>{name} 未能保存</translation>
    </message>
    <message>
        <source>{total_minor} handed to the bank</source>
        <translation>已交银行 {total_minor}</translation>
    </message>
    <message>
        <source>Not known yet if it was paid out. Press again: it is never paid twice.</source>
        <translation>还不知道是否已付款，可再按一次：不会重复付款。</translation>
    </message>
</context>
</TS>
