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
        <source>Keep it</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Add a store</source>
        <translation>添加门店</translation>
    </message>
    <message>
        <source>Add a till</source>
        <translation>添加收银机</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>添加人员</translation>
    </message>
    <message>
        <source>A new store of {name}</source>
        <translation>{name} 的新门店</translation>
    </message>
    <message>
        <source>A new till of {name}</source>
        <translation>{name} 的新收银机</translation>
    </message>
    <message>
        <source>Somebody new at {name}</source>
        <translation>{name} 的新人员</translation>
    </message>
    <message>
        <source>{name} is kept</source>
        <translation>{name} 已保存</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>可以登录</translation>
    </message>
    <message>
        <source>May not sign in</source>
        <translation>不能登录</translation>
    </message>
    <message>
        <source>may not sign in</source>
        <translation>不能登录</translation>
    </message>
    <message>
        <source>Day begins {clock}, {zone}</source>
        <translation>营业日 {clock} 开始，{zone}</translation>
    </message>
    <message>
        <source>Its day begins {clock} in {zone}. That stays: days were cut by it already. A place that moves is another store.</source>
        <translation>营业日在 {zone} 的 {clock} 开始。这一点不能再改：已有营业日按此划分。换了地方的店请另建门店。</translation>
    </message>
    <message>
        <source>Zone and hour cut its business days. They can be corrected until its first receipt.</source>
        <translation>时区和时间划分营业日，在第一张小票之前可以更正。</translation>
    </message>
    <message>
        <source>Without a new PIN theirs stays. Another role or PIN signs them out at once.</source>
        <translation>不填新 PIN 则保持原样。更改角色或 PIN 后会立即退出登录。</translation>
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
