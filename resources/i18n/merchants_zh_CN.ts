<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>merchants</name>
    <message>
        <source>Merchants</source>
        <translation>商户</translation>
    </message>
    <message>
        <source>Find a merchant</source>
        <translation>查找商户</translation>
    </message>
    <message>
        <source>Take a merchant on</source>
        <translation>接入商户</translation>
    </message>
    <message>
        <source>A new merchant</source>
        <translation>新商户</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>银行账户</translation>
    </message>
    <message>
        <source>Bank account of {name}</source>
        <translation>{name} 的银行账户</translation>
    </message>
    <message>
        <source>Take on</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>Keep this account</source>
        <translation>保存账户</translation>
    </message>
    <message>
        <source>A card of its own</source>
        <translation>自己的卡</translation>
    </message>
    <message>
        <source>Stores and tills</source>
        <translation>门店和收银机</translation>
    </message>
    <message>
        <source>{name}: {tills}. Day begins {clock}, {zone}.</source>
        <translation>{name}：{tills}。营业日 {clock} 开始，{zone}。</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Is paid by</source>
        <translation>接受的卡</translation>
    </message>
    <message>
        <source>Nothing so far</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Payouts go to</source>
        <translation>打款到</translation>
    </message>
    <message>
        <source>{holder}, {account}. From {smallest} on.</source>
        <translation>{holder}，{account}。满 {smallest} 打款。</translation>
    </message>
    <message>
        <source>no account</source>
        <translation>没有账户</translation>
    </message>
    <message>
        <source>Nobody has said so yet: nothing can be paid out.</source>
        <translation>还没有账户，不能打款。</translation>
    </message>
    <message>
        <source>The new till's key, told this once</source>
        <translation>新收银机的密钥，只显示这一次</translation>
    </message>
    <message>
        <source>Type “pos token” at the new till and paste it there.</source>
        <translation>在新收银机上输入 “pos token”，再输入密钥。</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>The key is copied.</source>
        <translation>密钥已复制</translation>
    </message>
    <message>
        <source>{name} is taken on</source>
        <translation>{name} 已接入</translation>
    </message>
    <message>
        <source>The account is kept</source>
        <translation>账户已保存</translation>
    </message>
    <message>
        <source>Not known yet if it was done. Press again: it is never done twice.</source>
        <translation>还不知道是否成功。再按一次：不会做两次。</translation>
    </message>
    <message>
        <source>No merchant</source>
        <translation>没有商户</translation>
    </message>
    <message>
        <source>Merchants stand here once they are taken on.</source>
        <translation>接入的商户会显示在这里。</translation>
    </message>
</context>
</TS>
