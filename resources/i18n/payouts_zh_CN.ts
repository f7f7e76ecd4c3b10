<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>payouts</name>
    <message>
        <source>{count} wait</source>
        <translation>{count} 笔待打款</translation>
    </message>
    <message>
        <source>Handed to the bank</source>
        <translation>已交给银行</translation>
    </message>
    <message>
        <source>Account that pays</source>
        <translation>付款账户</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Paid from {holder}, {account}.</source>
        <translation>从 {holder}，{account} 付款。</translation>
    </message>
    <message>
        <source>Say first from which account is paid.</source>
        <translation>请先填写付款账户。</translation>
    </message>
    <message>
        <source>Release {total_minor}, payouts: {count}</source>
        <translation>打款 {count} 笔，{total_minor}</translation>
    </message>
    <message>
        <source>Nothing to release</source>
        <translation>没有要打款的</translation>
    </message>
    <message>
        <source>Send {total_minor} to the bank? Payouts: {count}</source>
        <translation>要把 {count} 笔共 {total_minor} 交给银行吗？</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>打款</translation>
    </message>
    <message>
        <source>Keep this account</source>
        <translation>保存账户</translation>
    </message>
    <message>
        <source>The account is kept</source>
        <translation>账户已保存</translation>
    </message>
    <message>
        <source>no account</source>
        <translation>没有账户</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不打款</translation>
    </message>
    <message>
        <source>goes</source>
        <translation>打款</translation>
    </message>
    <message>
        <source>sent back, goes again</source>
        <translation>退回，再次打款</translation>
    </message>
    <message>
        <source>With the bank</source>
        <translation>银行处理中</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>已到账</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Why did the bank send it back to us? {holder}</source>
        <translation>银行为什么退回？{holder}</translation>
    </message>
    <message>
        <source>What the bank said</source>
        <translation>银行的说明</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>File for the bank</source>
        <translation>银行文件</translation>
    </message>
    <message>
        <source>Payouts: {count}</source>
        <translation>{count} 笔</translation>
    </message>
    <message>
        <source>Nothing was released so far. A file for the bank is written when payouts are.</source>
        <translation>还没有打款。打款时会生成银行文件。</translation>
    </message>
    <message>
        <source>{total_minor} handed to the bank, payouts: {count}</source>
        <translation>{count} 笔共 {total_minor} 已打款</translation>
    </message>
    <message>
        <source>For the bank: {file}</source>
        <translation>银行文件：{file}</translation>
    </message>
    <message>
        <source>{name} could not be saved</source>
        <translation>{name} 无法保存</translation>
    </message>
    <message>
        <source>Not known yet if it was paid out. Press again: it is never paid twice.</source>
        <translation>还不知道是否已打款。再按一次：不会付两次。</translation>
    </message>
</context>
</TS>
