/** Lesson 2: the same net, its gradients left to autograd. */
export const autograd = `import torch
from torch.autograd import Variable


dtype = torch.FloatTensor
N, D_in, H, D_out = 64, 1000, 100, 10


# 입출력 데이터

x = Variable(torch.randn(N, D_in).type(dtype), requires_grad=False) # requires_grad; 변화도 계산
y = Variable(torch.randn(N, D_out).type(dtype), requires_grad=False)
print(x.shape, y.shape)


# 무작위 가중치 초기화

w1 = Variable(torch.randn(D_in, H).type(dtype), requires_grad=True)
w2 = Variable(torch.randn(H, D_out).type(dtype), requires_grad=True)
print(w1.shape, w2.shape)


learning_rate = 1e-6
for t in range(500):
    
    # 순전파 단계; predict y
    y_pred = x.mm(w1).clamp(min=0).mm(w2)
    
    # calculate loss
    loss = (y_pred - y).pow(2).sum()
    print(t, loss.data)
    
    # 역전파 단계; autograde
    loss.backward()
    
    # gradient descent 이용해 가중치 갱신
    w1.data -= learning_rate * w1.grad.data
    w2.data -= learning_rate * w2.grad.data
    
    # 수동으로 변화도=0으로 만들기
    w1.grad.data.zero_()
    w2.grad.data.zero_()
`;
