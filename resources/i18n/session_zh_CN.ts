<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>session</name>
    <message>
        <source>Who is at the till?</source>
        <translation>谁在收银？</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>{name}的密码</translation>
    </message>
    <message>
        <source>{count} digits keyed</source>
        <translation>已输入 {count} 位</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>正在进入…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>{name}: switch or sign out (Ctrl L locks)</source>
        <translation>{name}：换人或退出（Ctrl L 锁定）</translation>
    </message>
    <message>
        <source>That PIN is not right. Key it again.</source>
        <translation>密码不对，请重新输入。</translation>
    </message>
    <message>
        <source>Key at least {count} digits.</source>
        <translation>请至少输入 {count} 位。</translation>
    </message>
    <message>
        <source>Wait {seconds} s, then key the PIN again.</source>
        <translation>请等 {seconds} 秒，再输入密码。</translation>
    </message>
    <message>
        <source>You were signed out. Key your PIN.</source>
        <translation>已退出，请输入密码。</translation>
    </message>
    <message>
        <source>Demo: {name} signs in with {pin}.</source>
        <translation>演示：{name}的密码是 {pin}。</translation>
    </message>
    <message>
        <source>Number keys</source>
        <translation>数字键</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>收银员</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>经理</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>店主</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
</context>
</TS>
