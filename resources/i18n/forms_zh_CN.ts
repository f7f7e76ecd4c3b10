<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>forms</name>
    <message>
        <source>This can't be empty.</source>
        <translation>这里不能为空</translation>
    </message>
    <message>
        <source>An amount like {example}.</source>
        <translation>请输入金额，如 {example}</translation>
    </message>
    <message>
        <source>Not below zero.</source>
        <translation>不能小于零</translation>
    </message>
    <message>
        <source>A whole number.</source>
        <translation>请输入整数</translation>
    </message>
    <message>
        <source>A percentage like 1.5.</source>
        <translation>请输入百分比，如 1.5</translation>
    </message>
    <message>
        <source>A time of day like 04:00.</source>
        <translation>请输入时间，如 04:00</translation>
    </message>
    <message>
        <source>Like 50 +5, 100 +12.</source>
        <translation>如 50 +5, 100 +12</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>This is too long, or not allowed here.</source>
        <translation>太长，或这里不能用</translation>
    </message>
    <message>
        <source>4 to 12 digits.</source>
        <translation>4 到 12 位数字</translation>
    </message>
    <message>
        <source>3 to 32 of a-z, 0-9, dot and dash.</source>
        <translation>3 到 32 位：a-z、0-9、点和横线</translation>
    </message>
    <message>
        <source>(may be empty)</source>
        <translation>（可以为空）</translation>
    </message>
    <message>
        <source>Cash in the drawer</source>
        <translation>钱箱里的现金</translation>
    </message>
    <message>
        <source>In or out</source>
        <translation>放入或取出</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name in the other script</source>
        <translation>另一种文字的名称</translation>
    </message>
    <message>
        <source>Public service id, like annas-bakery</source>
        <translation>公众号，如 annas-bakery</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Business day begins at</source>
        <translation>营业日开始时间</translation>
    </message>
    <message>
        <source>Who signs in first</source>
        <translation>第一位登录的人</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>At the tills</source>
        <translation>在收银机上</translation>
    </message>
    <message>
        <source>As</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Is paid by</source>
        <translation>接受哪种卡</translation>
    </message>
    <message>
        <source>Account holder</source>
        <translation>户名</translation>
    </message>
    <message>
        <source>IBAN or account number</source>
        <translation>IBAN 或账号</translation>
    </message>
    <message>
        <source>BIC</source>
        <translation>BIC</translation>
    </message>
    <message>
        <source>Smallest payout</source>
        <translation>最小打款金额</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>发行商户</translation>
    </message>
    <message>
        <source>Name of the group</source>
        <translation>商户组名称</translation>
    </message>
    <message>
        <source>Smallest top-up</source>
        <translation>最小充值</translation>
    </message>
    <message>
        <source>Largest top-up</source>
        <translation>最大充值</translation>
    </message>
    <message>
        <source>Largest balance</source>
        <translation>余额上限</translation>
    </message>
    <message>
        <source>Largest payment</source>
        <translation>单笔支付上限</translation>
    </message>
    <message>
        <source>Bonus, like 100 +10</source>
        <translation>赠送，如 100 +10</translation>
    </message>
    <message>
        <source>Largest gift</source>
        <translation>赠礼上限</translation>
    </message>
    <message>
        <source>Fee a sale</source>
        <translation>每笔费用</translation>
    </message>
    <message>
        <source>Fee, percent</source>
        <translation>费率（%）</translation>
    </message>
    <message>
        <source>Customer is asked above</source>
        <translation>超过多少需顾客确认</translation>
    </message>
    <message>
        <source>Asked after so many payments a day</source>
        <translation>每天多少笔后需顾客确认</translation>
    </message>
    <message>
        <source>Low balance is told below</source>
        <translation>低于多少提醒余额不足</translation>
    </message>
    <message>
        <source>Seconds a payment code lives</source>
        <translation>付款码有效秒数</translation>
    </message>
    <message>
        <source>Days until unspent money lapses</source>
        <translation>未用金额多少天后失效</translation>
    </message>
    <message>
        <source>Days for a refund</source>
        <translation>可退款天数</translation>
    </message>
    <message>
        <source>Warning, days before money lapses</source>
        <translation>到期前提醒天数</translation>
    </message>
    <message>
        <source>Days for taking a top-up back</source>
        <translation>可撤回充值天数</translation>
    </message>
</context>
</TS>
