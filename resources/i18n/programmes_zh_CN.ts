<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>programmes</name>
    <message>
        <source>Programmes</source>
        <translation>卡种</translation>
    </message>
    <message>
        <source>New programme</source>
        <translation>新卡种</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>{count} accounts, by {issuer}</source>
        <translation>{count} 个账户，{issuer} 发行</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Who takes it</source>
        <translation>接受商户</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>与已发布的相同</translation>
    </message>
    <message>
        <source>Looking what this does…</source>
        <translation>正在检查影响…</translation>
    </message>
    <message>
        <source>Mend the marked fields first</source>
        <translation>请先改正标出的地方</translation>
    </message>
    <message>
        <source>Publish version {number}</source>
        <translation>发布版本 {number}</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>正在发布…</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>发行</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Publish version {number} for {count} accounts?</source>
        <translation>要为 {count} 个账户发布版本 {number} 吗？</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Changed for new accounts: {terms}.</source>
        <translation>新账户：{terms} 有变。</translation>
    </message>
    <message>
        <source>{count} accounts of version {version} get better: {terms}.</source>
        <translation>版本 {version} 的 {count} 个账户变好：{terms}。</translation>
    </message>
    <message>
        <source>{count} accounts of version {version} keep theirs: {terms}.</source>
        <translation>版本 {version} 的 {count} 个账户保留原来的：{terms}。</translation>
    </message>
    <message>
        <source>{count} accounts of version {version} change too: {terms}.</source>
        <translation>版本 {version} 的 {count} 个账户也变：{terms}。</translation>
    </message>
    <message>
        <source>{count} accounts of version {version} stay as they are.</source>
        <translation>版本 {version} 的 {count} 个账户不变。</translation>
    </message>
    <message>
        <source>A merchant that leaves still takes accounts opened before.</source>
        <translation>离开的商户仍接受以前开的账户。</translation>
    </message>
    <message>
        <source>{name} (issuer)</source>
        <translation>{name}（发行商户）</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>{name} leaves</source>
        <translation>{name} 离开</translation>
    </message>
    <message>
        <source>Choose a merchant</source>
        <translation>选择商户</translation>
    </message>
    <message>
        <source>Who takes it too</source>
        <translation>还有谁接受</translation>
    </message>
    <message>
        <source>Takes it</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Version {version} is published</source>
        <translation>版本 {version} 已发布</translation>
    </message>
    <message>
        <source>{name} is issued</source>
        <translation>{name} 已发行</translation>
    </message>
    <message>
        <source>Somebody published meanwhile. This is what yours would do now.</source>
        <translation>有人刚发布了新版本。这是您的条款现在的影响。</translation>
    </message>
    <message>
        <source>Not known yet if it was done. Press again: it is never done twice.</source>
        <translation>还不知道是否成功。再按一次：不会做两次。</translation>
    </message>
    <message>
        <source>No programme</source>
        <translation>没有卡种</translation>
    </message>
    <message>
        <source>A programme says where money may be spent, and within which bounds.</source>
        <translation>卡种说明钱可以在哪里用，以及限额。</translation>
    </message>
</context>
</TS>
